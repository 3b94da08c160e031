-- What the last slice left behind: no table of the tenant's own.
drop view if exists coded_actors;
drop view if exists coded_types;
drop view if exists coded_entities;
drop view if exists coded_attribute_values;
drop table if exists seen_actors;
drop table if exists seen_types;
drop table if exists seen_entities;
drop table if exists seen_attribute_values;
drop table if exists repeated;
drop table if exists coded;
drop table if exists staged;
