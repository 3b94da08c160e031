create or replace table {table} as
select [{names}][s.ranking + 1] as detector, a.name as actor, date '1970-01-01' + s.day as day,
       case when s.action < 0 then null else coalesce(i.id, cast(s.action as varchar)) end as action_id, s.score, s.p, s.rank
from incoming_scores s
join actors a on a.id = s.actor
left join actions c on c.action = s.action
left join event_ids i on i.event = c.event
order by s.ranking, s.rank
