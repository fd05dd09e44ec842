# Runs once, in a new database cluster: a role with its own password and a database that it owns, per service.
for role in orders customer payment inventory; do
  psql -q -v ON_ERROR_STOP=1 -U postgres -d postgres -v role="$role" <<'SQL'
\set file /run/secrets/parkade/ :role
\set password `cat :file`
create role :"role" login replication password :'password';
create database :"role" owner :"role";
SQL
done
