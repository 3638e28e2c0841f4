"""The workspace's file: its versions, what is committed, and what is erased."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from pipeline import rubric, run
from pipeline.config import Config
from pipeline.errors import ConfigError, WorkspaceError
from pipeline.forget import forget
from pipeline.store import Store
from pipeline.store_file import FILE_NAME
from pipeline.store_schema import migrate, version_of
from tests.faults.small_drop import build, exported

CONFIG = Config(workers=2)


def add_column(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE packets ADD COLUMN remark VARCHAR NOT NULL DEFAULT ''")


def breaks(connection: Connection) -> None:
    add_column(connection)
    raise ValueError("half way")


def test_a_file_of_an_older_version_is_brought_up_to_date_with_its_rows(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.begin() as connection:
        migrate(connection, ())
        connection.exec_driver_sql("INSERT INTO packets VALUES ('1', '甲', x'00', x'00', '', '', '', x'')")
    with engine.begin() as connection:
        migrate(connection, (add_column,))
        assert version_of(connection) == 2
        assert connection.exec_driver_sql("SELECT name, remark FROM packets").all() == [("甲", "")]
    with engine.begin() as connection:
        migrate(connection, (add_column,))  # once only


def test_a_migration_that_breaks_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    with engine.begin() as connection:
        migrate(connection, ())
    with pytest.raises(ValueError, match="half way"), engine.begin() as connection:
        migrate(connection, (breaks,))
    with engine.begin() as connection:
        assert version_of(connection) == 1
        migrate(connection, (add_column,))
        assert version_of(connection) == 2


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with Store.open(tmp_path, write=True):
        pass
    with sqlite3.connect(tmp_path / FILE_NAME) as file:
        file.execute("INSERT INTO migrations VALUES (99)")
    file.close()
    with pytest.raises(WorkspaceError, match="99"), Store.open(tmp_path):
        pass


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as file:
        file.execute("CREATE TABLE recipes (name TEXT)")
    file.close()
    with pytest.raises(WorkspaceError, match="something else"), Store.open(tmp_path, write=True):
        pass


def test_a_folder_without_a_workspace_says_so(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="no workspace"), Store.open(tmp_path):
        pass


def test_a_forgotten_packet_is_nowhere_in_the_workspace(tmp_path: Path) -> None:
    source, work = build(tmp_path), tmp_path / "work"
    run.run([source], workspace=work, config=CONFIG)
    assert "讲习所工作室" in exported(work).decode()
    with pytest.raises(ConfigError, match="no packet"):
        forget("没有的工作室", workspace=work, rubric=rubric.default())
    assert forget("讲习所工作室", workspace=work, rubric=rubric.default()) == 3
    left = exported(work).decode()
    assert "讲习所工作室" not in left
    assert "蓝湾焊接工作室" in left
    for path in work.rglob("*"):
        if path.is_file():
            assert "讲习所工作室".encode() not in path.read_bytes(), path
            assert b"0.txt" not in path.read_bytes(), path
    again = run.run([source], workspace=work, config=CONFIG)
    assert again.documents - again.reused == 3


def test_retry_has_documents_of_a_reason_done_again(tmp_path: Path) -> None:
    source, work = build(tmp_path), tmp_path / "work"
    run.run([source], workspace=work, config=CONFIG)
    with pytest.raises(ConfigError, match="LIMIT_TYME"):
        run.retry(["LIMIT_TYME"], workspace=work, config=CONFIG)
    summary = run.retry(["TRUNCATED"], workspace=work, config=CONFIG)
    assert summary.documents - summary.reused == 1
    assert summary.documents == 15
