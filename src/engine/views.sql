-- What an analyst's SQL reads: the canonical tables with their names put back. {local} is the tenant's local time.
create or replace view log as
select e.event, e.ts, cast({local} as date) as day, cast(extract(hour from {local}) as integer) as hour,
       a.name as actor, t.name as type, e.action, f.name as file, e.line
from events e join actors a on a.id = e.actor join types t on t.id = e.type join files f on f.id = e.file;
create or replace view cells as
select actor, day, type, cast(count(*) as integer) as n from log group by actor, day, type;
create or replace view log_entities as
select r.event, n.type as entity_type, n.name as entity, s.name as relationship, s.role
from refs r join entities n on n.id = r.entity join relationships s on s.id = r.relationship;
create or replace view log_attributes as
select b.event, v.name as attribute, v.value from attributes b join attribute_values v on v.id = b.value;
