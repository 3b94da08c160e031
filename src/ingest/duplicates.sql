-- Rows whose id was seen before with the same content, in this slice or earlier: real exports use an id again for another event.
-- `content` covers the id, so that few rows are left whose ids have to be compared; each part looks up the slice's own rows only.
create or replace temp table repeated as
select c.n from contents c
join (select content, min(n) as first from contents group by content having count(*) > 1) several on several.content = c.content and c.n > several.first
join contents f on f.n = several.first and f.id = c.id
union all
select c.n from contents c semi join event_ids seen on seen.content = c.content and seen.id = c.id;
