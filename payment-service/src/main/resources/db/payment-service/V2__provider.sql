-- Who took the money: a refund goes there.
alter table payment
  add column provider text,
  -- how often the charge was about to be sent to this provider while it was uncertain
  add column attempts int not null default 0,
  drop constraint payment_status_check,
  add constraint payment_status_check
    check (status in ('CHARGED', 'REFUSED', 'REFUNDED', 'VOIDED', 'UNCERTAIN'));
update payment set provider = 'simulated' where provider_reference is not null;
-- for the people who have to look at them
create index payment_uncertain on payment (created_at) where status = 'UNCERTAIN';
