/**
 * What a database role may do beyond what the application needs: each of these could undo the append-only log.
 * Read with the role's own connection; the answer is for the operator, in English.
 */

type Ask = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** One right too many, and the statement that takes it away (run by the database's administrator). */
export type ExcessRight = { right: string; remedy: string };

export type RoleRights = { role: string; excess: ExcessRight[] };

/** `may` are the rights that nobody needs on the table but its owner. */
const tables = [
  ...["Event", "LogHead", "LogKey", "TemplateVersion"].map((name) => ({
    name,
    may: ["UPDATE", "DELETE", "TRUNCATE", "TRIGGER"],
  })),
  ...["Signature", "Stream"].map((name) => ({ name, may: ["DELETE", "TRUNCATE", "TRIGGER"] })),
];

/** Attributes of roles that lead to more: `column` of pg_roles, as said, and the word of ALTER ROLE. */
const attributes = [
  { column: "rolsuper", said: "a superuser", word: "NOSUPERUSER" },
  { column: "rolcreaterole", said: "allowed to make roles (CREATEROLE)", word: "NOCREATEROLE" },
  { column: "rolbypassrls", said: "above row security (BYPASSRLS)", word: "NOBYPASSRLS" },
  { column: "rolreplication", said: "allowed to replicate (REPLICATION)", word: "NOREPLICATION" },
] as const;

/** Roles of Postgres itself that write files or run programs on the server. */
const serverRoles = ["pg_write_server_files", "pg_execute_server_program"];

/** Every role that the session is or may become: it, and what it is a member of, directly or not. */
const reachable = `select oid, rolname, rolsuper, rolcreaterole, rolbypassrls, rolreplication
  from pg_roles where pg_has_role(session_user, oid, 'MEMBER')`;

const owned = `with mine as (${reachable}),
  things as (
    select 'TABLE' as type, c.relowner as owner, quote_ident(c.relname) as name, 1 as place from pg_class c
      join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relname = any($1)
    union all select 'FUNCTION', p.proowner, p.proname || '()', 2 from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.proname in ('refuse_rewrite', 'refuse_resigning')
    union all select 'SCHEMA', nspowner, quote_ident(nspname), 3 from pg_namespace where nspname = 'public'
    union all select 'DATABASE', datdba, quote_ident(datname), 4 from pg_database where datname = current_database())
  select m.rolname as holder, t.type, t.name from things t join mine m on m.oid = t.owner
  order by m.rolname, t.place, t.name`;

const granted = `with mine as (${reachable})
  select m.rolname as holder, t.name, string_agg(r.name, ', ' order by r.place) as rights
  from mine m, jsonb_to_recordset($1::jsonb) as t(name text, may jsonb)
  join pg_class c on c.relname = t.name and c.relnamespace = 'public'::regnamespace,
  jsonb_array_elements_text(t.may) with ordinality as r(name, place)
  where c.relowner <> m.oid and (has_table_privilege(m.oid, c.oid, r.name)
    or (r.name = 'UPDATE' and has_any_column_privilege(m.oid, c.oid, r.name)))
  group by 1, 2 order by 1, 2`;

/** Excess rights of the role that `ask` signs in as; none when the log is safe from it. */
export async function rightsOf(ask: Ask): Promise<RoleRights> {
  const roles = await ask(`${reachable} order by rolname <> session_user, rolname`);
  const [self] = await ask(`select session_user as role`);
  const role = String(self?.role);
  const excess = roles.flatMap((one) => attributesOf(role, one));
  // Whoever is a superuser may do everything below as well: one line says more than thirty.
  if (excess.some(({ remedy }) => remedy.includes("NOSUPERUSER"))) return { role, excess };
  const replication = await replicationRole(ask, role);
  const owns = await ask(owned, [tables.map(({ name }) => name)]);
  const grants = await ask(granted, [JSON.stringify(tables)]);
  return {
    role,
    excess: [
      ...excess,
      ...serverRoles
        .filter((name) => roles.some(({ rolname }) => rolname === name))
        .map((name) => ({
          right: `is a member of ${name}`,
          remedy: `REVOKE ${name} FROM ${role}`,
        })),
      ...replication,
      ...ownerships(role, owns),
      ...privileges(role, grants),
    ],
  };
}

function attributesOf(role: string, one: Record<string, unknown>): ExcessRight[] {
  const name = String(one.rolname);
  return attributes
    .filter(({ column }) => one[column] === true)
    .map(({ said, word }) =>
      name === role
        ? { right: `is ${said}`, remedy: `ALTER ROLE ${role} ${word}` }
        : {
            right: `is a member of ${name}, which is ${said}`,
            remedy: `REVOKE ${name} FROM ${role} (instead of ALTER ROLE ${name} ${word})`,
          },
    );
}

/** With it triggers are silent. Postgres 15 and later can grant it; every version can set it for a role. */
async function replicationRole(ask: Ask, role: string): Promise<ExcessRight[]> {
  const setting = "session_replication_role";
  const [now] = await ask(
    `select current_setting($1) as value, to_regprocedure('has_parameter_privilege(name,text,text)') is not null
      or to_regprocedure('has_parameter_privilege(text,text)') is not null as grantable`,
    [setting],
  );
  const found: ExcessRight[] = [];
  if (now?.value !== "origin")
    found.push({
      right: `has ${setting} = ${String(now?.value)}, which switches triggers off`,
      remedy: `ALTER ROLE ${role} RESET ${setting}`,
    });
  if (now?.grantable !== true) return found;
  const [given] = await ask(
    `with mine as (${reachable}) select bool_or(has_parameter_privilege(oid, $1, 'SET')
       or has_parameter_privilege(oid, $1, 'ALTER SYSTEM')) as may from mine`,
    [setting],
  );
  if (given?.may === true)
    found.push({
      right: `may set ${setting}, which switches triggers off`,
      remedy: `REVOKE SET, ALTER SYSTEM ON PARAMETER ${setting} FROM ${role}`,
    });
  return found;
}

/** One line for each owner that the role is or may become, with all that it owns. */
function ownerships(role: string, rows: Record<string, unknown>[]): ExcessRight[] {
  const holders = [...new Set(rows.map(({ holder }) => String(holder)))];
  return holders.map((holder) => {
    const things = rows.filter((row) => row.holder === holder);
    const list = things.map(({ type, name }) => `${String(type).toLowerCase()} ${name}`).join(", ");
    return holder === role
      ? {
          right: `owns ${list}`,
          remedy: things
            .map(({ type, name }) => `ALTER ${type} ${name} OWNER TO <owner>`)
            .join("; "),
        }
      : {
          right: `is a member of ${holder}, which owns ${list}`,
          remedy: holder.startsWith("pg_")
            ? `ALTER DATABASE <database> OWNER TO <owner>`
            : `REVOKE ${holder} FROM ${role}`,
        };
  });
}

function privileges(role: string, rows: Record<string, unknown>[]): ExcessRight[] {
  return rows.map(({ holder, name, rights }) => {
    const through = holder === role ? "" : `through ${holder} `;
    return {
      right: `may ${through}${rights} on "${name}"`,
      remedy: `REVOKE ${rights} ON "${name}" FROM ${holder === role ? `${role}, PUBLIC` : holder}`,
    };
  });
}
