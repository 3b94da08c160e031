insert into events
select event, ts, actor, type, null, $file, line, $refs_key from coded;
