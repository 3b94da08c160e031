insert into rejects
select $file, line, case fault
    when 1 then $no_time
    when 2 then 'The time “' || left(t, 80) || '” does not read as ' || $formats || '.'
    when 3 then $no_actor
    else $no_type end, null
from staged where fault between 1 and 4 order by n;
