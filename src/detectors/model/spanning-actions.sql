-- Of each action that goes on after a moment: how many events it had by then, and the last of them.
select e.action, cast(count(*) as integer) as n, cast(epoch_us(max(e.ts)) as double) as "end"
from actions a join events e on e.action = a.action
where a.start < make_timestamp({time}) and a."end" >= make_timestamp({time}) and e.ts < make_timestamp({time})
group by e.action
