-- Actors whose names are the same but for case, a domain before a backslash, or one behind an at sign.
select count(*)::integer as people, sum(names)::integer as names, min_by(first, -names) as first, min_by(last, -names) as last
from (
  select count(*) as names, min(name) as first, max(name) as last
  from actors
  group by regexp_replace(regexp_replace(lower(name), '^.*[\\/]', ''), '(.)@.*$', '\1')
  having count(*) > 1
) alike;
