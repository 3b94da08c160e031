create or replace temp table coded as
select kept.event, kept.ts, kept.line, actor_code.code as actor, type_code.code as type $codes
from $kept kept
join coded_actors actor_code on actor_code.value = kept.actor
join coded_types type_code on type_code.value = kept.type
$joins;
