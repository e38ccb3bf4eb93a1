-- SPDX-License-Identifier: Apache-2.0
-- The workplace.

-- Who opened a class's grid, once a day; an entry of the access log.
CREATE TABLE class_look (
    class txt NOT NULL REFERENCES class(id),
    login txt NOT NULL,
    day txt NOT NULL,
    entry BIGINT NOT NULL REFERENCES access_log(number),
    PRIMARY KEY (class, login, day)
);

CREATE TRIGGER class_look_no_change BEFORE UPDATE OR DELETE ON class_look
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER class_look_no_truncate BEFORE TRUNCATE ON class_look
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A batch that a page gave to a remote service: which, for whom, and what the service calls it.
CREATE TABLE sign_remote (
    batch txt NOT NULL PRIMARY KEY REFERENCES sign_batch(id),
    service txt NOT NULL,
    account txt NOT NULL,
    reference txt
);

-- A person's account at a remote service, as they gave it last.
CREATE TABLE remote_account (
    person txt NOT NULL REFERENCES person(id),
    service txt NOT NULL,
    account txt NOT NULL,
    PRIMARY KEY (person, service)
);

-- As before, and then the tables that change.
ALTER FUNCTION grant_application(TEXT) RENAME TO grant_application_before_workplace;
CREATE FUNCTION grant_application(application TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM grant_application_before_workplace(application);
    EXECUTE format('GRANT UPDATE ON sign_remote, remote_account TO %I', application);
    EXECUTE format('GRANT DELETE ON sign_remote TO %I', application);
END $$;
