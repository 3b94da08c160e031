-- How the times of the slice end: an offset, Z, or neither. A thousand rows tell.
select distinct case when mark = '' then 'no offset' else mark end as mark
from (select regexp_extract(t, '(?i)[0-9](Z|UTC|GMT| ?[+-][0-9]{2}:?[0-9]{2})$', 1) as mark from (select t from staged where fault = 0 limit 10000) few) marks
order by mark;
