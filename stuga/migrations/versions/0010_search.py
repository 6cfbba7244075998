"""Search that finds all records with every word, or says that there are too many; statistics."""

from typing import Final

from alembic import op

revision: Final = "0010"
down_revision: Final = "0009"

ARGUMENTS: Final = "search_records(uuid, text[], integer)"


def upgrade() -> None:
    op.execute("DROP FUNCTION search_records(uuid, text, integer)")
    # The statement is made anew for each call, so that PostgreSQL plans it for these words and
    # this tenant. Its text holds nothing but numbers; words, tenant and model are parameters.
    op.execute(
        """
        CREATE FUNCTION search_records(model uuid, patterns text[], most integer)
        RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp
        SET enable_seqscan = off
        SET jit = off
        AS $$
        DECLARE
            tenant uuid := NULLIF(current_setting('app.tenant_id', true), '')::uuid;
            holding text;
            found uuid[];
        BEGIN
            SELECT string_agg(format('record.search LIKE $3[%s]', place), ' AND ')
            INTO holding FROM generate_series(1, cardinality(patterns)) AS place;
            IF tenant IS NULL OR holding IS NULL THEN
                RETURN '{}';
            END IF;
            EXECUTE format(
                'SELECT array_agg(id) FROM (SELECT record.id FROM public.record'
                ' WHERE record.tenant_id = $1 AND record.model_id = $2'
                ' AND record.deleted_at IS NULL AND %s LIMIT $4) AS found_ones',
                holding
            ) INTO found USING tenant, model, patterns, most;
            RETURN coalesce(found, '{}');
        END
        $$
        """
    )
    op.execute(f"REVOKE ALL ON FUNCTION {ARGUMENTS} FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION {ARGUMENTS} TO stuga_app")
    op.execute(f"ALTER FUNCTION {ARGUMENTS} OWNER TO stuga_search")
    # Otherwise the planner takes a model for as small a part of its tenant's records as of all.
    op.execute(
        "CREATE STATISTICS record_model_stat (dependencies) ON tenant_id, model_id FROM record"
    )
