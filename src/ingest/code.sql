-- Codes for the slice's distinct values: those of the dictionary, and new ones by first appearance.
create or replace temp table coded_$dictionary as
select kind, value, fresh, coalesce(id, $next + row_number() over (partition by fresh order by place) - 1)::integer as code
from (select seen.kind, seen.value, seen.place, known.id, known.id is null as fresh
      from ($seen) seen left join ($known) known on known.value = seen.value and known.kind = seen.kind);
