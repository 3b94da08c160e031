-- The canonical tables of one tenant. Strings are coded once, here; every other table holds codes.
-- Codes are dense from 0. ts is UTC. line is the physical line (1-based) in the decoded file where the record starts.
create table files (id integer primary key, name varchar, format varchar, vendor varchar, bytes bigint, sha256 varchar,
                    rows_in integer, rows_typed integer, rows_rejected integer, rows_duplicate integer);
create table rejects (file integer, line integer, reason varchar, raw varchar);
create table actors (id integer, name varchar, ignored boolean);
create table types (id integer, name varchar, root boolean);
create table entities (id integer, type varchar, name varchar);
create table relationships (id integer, name varchar, role varchar);
create table attribute_values (id integer, name varchar, value varchar);
create table events (event integer, ts timestamp, actor integer, type integer, action integer, file integer, line integer, refs_key bigint);
create table refs (event integer, entity integer, relationship integer);
create table attributes (event integer, value integer);
create table volumes (event integer, name varchar, value double);
create table event_ids (event integer, id varchar, content bigint);
create table actions (action integer, actor integer, type integer, start timestamp, "end" timestamp, n integer, event integer);
create table action_refs (action integer, entity integer, relationship integer);
