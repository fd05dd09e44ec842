-- What an order cannot end without, steps separated by commas: the commit, or the compensations
-- that are not answered. Once the saga NEEDS_ATTENTION, what a person must look at.
alter table orders rename column stuck to owed;
update orders set owed = case
    when state = 'COMMITTING' then 'COMMIT_STOCK'
    when state = 'REFUNDING' then 'REFUND_PAYMENT,RELEASE_STOCK'
    when owed = '' then 'RELEASE_STOCK'
    else owed || ',RELEASE_STOCK'
  end
where state in ('COMMITTING', 'REFUNDING', 'RELEASING');

-- when inventory gives the stock back: no payment is awaited beyond it
alter table orders add column held_until timestamptz;

-- operators list sagas by where they stand, which is not what a client has seen when something is
-- undone after the end
drop index orders_by_status;
create index orders_by_state on orders (state, id);
drop index orders_open;
create index orders_open on orders (created_at) where state not in ('CONFIRMED', 'CANCELLED');
