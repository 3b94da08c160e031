insert into rejects
select $file, line, case fault
    when 1 then $no_time
    when 2 then 'The time “' || left(t, 80) || '” does not read as ' || $formats || '.'
    when 3 then $no_actor
    when 4 then $no_type
    else $too_large end, null
from staged where fault between 1 and 5 order by n;
