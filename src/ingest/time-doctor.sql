select count(*)::integer as events,
  count(*) filter (where ts < timestamp '1990-01-01 00:00:00')::integer as early,
  count(*) filter (where ts > $latest)::integer as future,
  count(distinct actor)::integer as actors,
  date_diff('second', min(ts), max(ts))::double as seconds,
  count(distinct cast(ts as date))::integer as days,
  strftime(min(ts), '%Y-%m-%d') as first, strftime(max(ts), '%Y-%m-%d') as last
from events;
