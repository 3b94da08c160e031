create or replace temp table contents as
select n, id, $content as content from staged where fault = 0 and id is not null;
