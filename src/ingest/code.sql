-- Codes for the slice's distinct values: those of the dictionary, and new ones by first appearance (`$next` on, once they are entered).
create or replace temp table seen_$dictionary as
select seen.kind, seen.value, seen.place, known.id from ($seen) seen
left join ($known) known on known.value = seen.value and known.kind = seen.kind;
create or replace temp view coded_$dictionary as
select kind, value, id as code from seen_$dictionary where id is not null
union all
select kind, value, id from ($known) where id >= $next;
