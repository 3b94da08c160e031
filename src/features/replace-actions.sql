-- Puts the new actions in the place of those before, all at once.
begin transaction;
drop table actions;
drop table action_refs;
drop table events;
alter table incoming_actions rename to actions;
alter table incoming_action_refs rename to action_refs;
alter table incoming_events rename to events;
commit;
drop table event_actions;
