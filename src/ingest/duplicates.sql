-- Rows whose id was seen before, in this slice or earlier. Each part looks up the slice's own ids only.
create or replace temp table repeated as
select staged.n from staged join (
  select id, min(n) as first from staged where fault = 0 and id is not null group by id having count(*) > 1
) several on several.id = staged.id and staged.n > several.first
where staged.fault = 0
union all
select staged.n from staged semi join event_ids on event_ids.id = staged.id where staged.fault = 0;
