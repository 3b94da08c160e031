-- Rows whose id was seen before with the same content, in this slice or earlier. Real exports use an id again for another event.
update staged set fault = 5
where n in (select n from (select n, row_number() over (partition by id, content order by n) as k from contents) where k > 1)
   or n in (select c.n from contents c join event_ids seen on seen.id = c.id and seen.content = c.content);
