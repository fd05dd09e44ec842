-- The history becomes the source of the query side: each line says what it changed for clients, so
-- that every view of an order is a function of its lines.
alter table saga_history
  -- the version of the order (its ETag) after this line
  add column version bigint not null default 0,
  -- {"customerId", "lines", "total", "outcome": {"status", "reason"}, "by": {"who", "why"}}: each
  -- only where the line changed it; null where it changed nothing
  add column facts jsonb,
  -- the transaction that appended the line: whoever follows the history finds what was committed
  -- after a snapshot, which no sequence and no clock can say. A bigint, as BRIN knows no xid8
  add column xid bigint not null default pg_current_xact_id()::text::bigint;

-- the table is append-only, so its pages are in the order of their transactions
create index saga_history_xid on saga_history using brin (xid) with (autosummarize = on);

-- lines of earlier versions of this program: the last one of each order says how it stands
update saga_history h
set version = o.version,
    facts = jsonb_strip_nulls(
      jsonb_build_object(
        'customerId', o.customer_id,
        'lines', o.lines,
        'total',
          case when o.total_currency is not null
            then jsonb_build_object('amount', o.total_amount, 'currency', o.total_currency) end,
        'outcome', jsonb_build_object('status', o.status, 'reason', o.reason)))
from orders o
where o.id = h.order_id and o.history_length = h.seq;
