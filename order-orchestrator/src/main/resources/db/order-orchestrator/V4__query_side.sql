-- What clients read is no longer read from here: see afterMigrate__projections.sql.
drop index orders_of_customer;

-- The lines of earlier versions of this program said with the last one of each order how it
-- stands. It is said with the first one, as in every history; its version begins with the last
-- line that changed something.
with earlier as (
  select last.order_id, last.seq, last.facts, last.version,
    (select max(m.seq) from saga_history m
     where m.order_id = last.order_id and m.seq <= last.seq and m.kind <> 'IGNORED') as moved
  from saga_history last
  where last.seq > 1 and last.facts -> 'customerId' is not null
)
update saga_history h
set facts = case when h.seq = 1 then e.facts end,
    version = case when h.seq >= e.moved then e.version else 0 end
from earlier e
where h.order_id = e.order_id and h.seq <= e.seq;
