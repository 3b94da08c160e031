-- Events of a made-up log: ids in order, times nearly so, the rest as it comes.
select i::integer as id, timestamp '2025-08-01' + to_microseconds(i * 1700000 + (hash(i) % 90000000)::bigint) as at_time,
       'user-' || (hash(i * 3) % 5000) as actor,
       ['view', 'edit', 'delete', 'export', 'login'][1 + (hash(i * 5) % 5)::integer] as type,
       (hash(i * 7) % 1000000)::bigint as bytes, 'item ' || hash(i * 11) as item, (hash(i * 13) % 1000) / 1000.0 as score
from range({rows}) r(i)
