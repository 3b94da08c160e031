-- Rows whose id was seen before with the same content, in this slice or earlier: real exports use an id again for another event.
-- Each part looks up the slice's own ids only.
create or replace temp table repeated as
select c.n from contents c join (
  select id, content, min(n) as first from contents group by id, content having count(*) > 1
) several on several.id = c.id and several.content = c.content and c.n > several.first
union all
select c.n from contents c semi join event_ids seen on seen.id = c.id and seen.content = c.content;
