create or replace temp table kept as
select ($next + row_number() over (order by n) - 1)::integer as event, * from staged where fault = 0;
