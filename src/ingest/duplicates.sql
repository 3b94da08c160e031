-- Rows whose id was seen before, in this slice or earlier, are duplicates.
update staged set fault = 5
where fault = 0 and (
  n in (select n from (select n, row_number() over (partition by id order by n) as k from staged where fault = 0 and id is not null) where k > 1)
  or id in (select id from event_ids));
