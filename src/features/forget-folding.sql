-- Drops what a folding that was stopped leaves behind.
drop table if exists event_slots;
drop table if exists event_heads;
drop table if exists event_actions;
drop table if exists first_events;
drop table if exists folded;
drop table if exists incoming_events;
drop table if exists incoming_action_refs;
drop table if exists incoming_actions;
