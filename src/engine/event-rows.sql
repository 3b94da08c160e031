select e.event, e.action, strftime(e.ts, '%Y-%m-%dT%H:%M:%S.%gZ') as time, cast(extract(hour from {local}) as integer) as hour,
       t.name as type, f.name as file, e.file as file_id, e.line
from events e join types t on t.id = e.type join files f on f.id = e.file
where {where}
order by e.ts, e.event
