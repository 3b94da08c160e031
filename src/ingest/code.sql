-- Codes for the slice's distinct values: those of the dictionary, and new ones by first appearance.
create or replace temp table seen_$dictionary as
select seen.kind, seen.value, seen.place, known.id from ($seen) seen
left join ($known) known on known.value = seen.value and known.kind = seen.kind;
create or replace temp table coded_$dictionary as
select kind, value, id as code, false as fresh from seen_$dictionary where id is not null
union all
select kind, value, ($next + row_number() over (order by place) - 1)::integer, true from seen_$dictionary where id is null;
