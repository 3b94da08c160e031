-- Numbers the actions that start in one range of time, after those of the ranges before.
insert into incoming_actions
select ({next} + row_number() over (order by start, event) - 1)::integer, actor, type, start, "end", n, event
from folded where start <= {to} and ({from} is null or start > {from});
