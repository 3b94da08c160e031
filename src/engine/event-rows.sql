-- Events that were chosen (event, hit), in order of time.
select e.event, e.action, strftime(e.ts, '%Y-%m-%dT%H:%M:%S.%gZ') as time, a.name as actor, t.name as type, f.name as file, e.file as file_id, e.line,
       cast(chosen.hit as integer) as hit
from ({chosen}) chosen join events e on e.event = chosen.event join actors a on a.id = e.actor join types t on t.id = e.type join files f on f.id = e.file
order by e.ts, e.event
