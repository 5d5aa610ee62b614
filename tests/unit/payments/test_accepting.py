"""Files of bodies never seen are read rightly, or refused with what is missing; every row is accounted for."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from payment_files import HEADINGS, PENCE, ROWS, lines, read_all, written

from totalplace_lib.errors import Faults, SourceError
from totalplace_lib.payments import dates

SHARED = Path(__file__).parents[4] / "shared" / "data" / "payments"


def one(path: Path, tmp_path: Path, **options: object) -> object:
    (found,) = read_all(path, tmp_path / "work", **options)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("divider", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp437", "utf-16", "utf-16-le"])
def test_any_divider_and_encoding(tmp_path: Path, divider: str, encoding: str) -> None:
    path = written(tmp_path / "spend.csv", lines(HEADINGS, *ROWS, divider=divider), encoding)
    found = one(path, tmp_path)
    assert (found.account.accepted, found.account.rejected, found.account.accepted_pence) == (5, 0, PENCE)
    assert found.accepted["body"].unique().tolist() == ["Toyshire Council"]
    assert str(found.accepted["day"].min())[:10] == "2024-01-02"


@pytest.mark.parametrize(
    ("headings", "rows", "pence"),
    [
        (("Council", "Date Paid", "Vendor", "Net", "VAT", "Gross"), [("Toyshire Council", "03/04/2023", "Quill Ltd", "100.00", "20.00", "120.00")], 10000),
        (("Council", "Date Paid", "Vendor", "Amount (inc VAT)", "Amount (exc VAT)"), [("Toyshire Council", "03/04/2023", "Quill Ltd", "120.00", "100.00")], 10000),
        (("Organisation", "Posting Date", "Invoice Date", "Creditor Name", "Invoice Total", "Line Amount"), [("Toyshire Council", "03/04/2023", "01/03/2023", "Quill Ltd", "900.00", "100.00")], 10000),
        (("Authority", "Cleared Date", "Recipient", "Gross Amount"), [("Toyshire Council", "03/04/2023", "Quill Ltd", "(100.00)")], -10000),
        (("Entity", "Transaction Date", "Payee", "Debit", "Credit"), [("Toyshire Council", "03/04/2023", "Quill Ltd", "100.00", ""), ("Toyshire Council", "04/04/2023", "Quill Ltd", "", "30.00")], 7000),
        (("Public Body", "Effective Date", "Merchant Name", "Spend £000"), [("Toyshire Council", "03/04/2023", "Quill Ltd", "1.5")], 150000),
        (("Body", "Date", "Beneficiary", "Value in GBP", "Supplier Type"), [("Toyshire Council", "03/04/2023", "Quill Ltd", "100.00CR", "SME")], -10000),
    ],
)  # fmt: skip
def test_columns_are_told_apart(
    tmp_path: Path, headings: tuple[str, ...], rows: list[tuple[str, ...]], pence: int
) -> None:
    found = one(written(tmp_path / "x.csv", lines(headings, *rows)), tmp_path)
    assert found.account.accepted == len(rows)
    assert found.account.accepted_pence == pence
    assert str(found.accepted["day"].iloc[0])[:10] == "2023-04-03"


@pytest.mark.parametrize(
    ("style", "cells"),
    [
        ("iso", ["2024-03-31", "2024-03-01"]), ("iso time", ["2024-03-31 00:00:00", "2024-03-01T09:15:00"]),
        ("british", ["31/03/2024", "01/03/2024"]), ("short", ["31/03/24", "01/03/24"]), ("dots", ["31.03.2024", "01.03.2024"]),
        ("hyphens", ["31-03-2024", "01-03-2024"]), ("american", ["03/31/2024", "03/01/2024"]), ("name", ["31-Mar-24", "1-Mar-24"]),
        ("long name", ["31 March 2024", "1st March 2024"]), ("serial", ["45382", "45352"]), ("plain", ["20240331", "20240301"]),
        ("american name", ["March 31, 2024", "March 1, 2024"]), ("weekday", ["Sunday, 31 March 2024", "Fri 01 Mar 2024"]),
    ],
)  # fmt: skip
def test_dates_in_any_style(tmp_path: Path, style: str, cells: list[str]) -> None:
    rows = [("Toyshire Council", cell, "Quill Ltd", "5.00") for cell in cells]
    found = one(written(tmp_path / "x.csv", lines(("Body", "Date", "Supplier", "Amount"), *rows)), tmp_path)
    assert [str(day)[:10] for day in found.accepted["day"]] == ["2024-03-31", "2024-03-01"], style


def test_days_that_fit_both_orders_are_british_unless_they_would_be_scattered(tmp_path: Path) -> None:
    def first_of(cells: list[str]) -> str:
        rows = [("Toyshire Council", cell, "Quill Ltd", "5.00") for cell in cells]
        path = written(tmp_path / "x.csv", lines(("Body", "Date", "Supplier", "Amount"), *rows))
        return str(one(path, tmp_path).accepted["day"].iloc[0])[:10]

    assert first_of(["01/02/2024", "02/02/2024", "03/02/2024"]) == "2024-02-01"
    assert first_of([f"02/{day:02}/2024" for day in range(1, 13)]) == "2024-02-01"


def test_periods_are_of_the_financial_year(tmp_path: Path) -> None:
    rows = [
        ("Toyshire Council", "202309", "Quill Ltd", "5.00"),
        ("Toyshire Council", "202312", "Quill Ltd", "5.00"),
    ]
    found = one(written(tmp_path / "x.csv", lines(("Body", "Period", "Supplier", "Amount"), *rows)), tmp_path)
    assert [str(day)[:7] for day in found.accepted["day"]] == ["2023-12", "2024-03"]
    rows = [("Toyshire Council", "1", "Quill Ltd", "5.00"), ("Toyshire Council", "12", "Quill Ltd", "5.00")]
    text = lines(("Body", "Period", "Supplier", "Amount"), *rows)
    found = one(written(tmp_path / "spend 2023-24.csv", text), tmp_path)
    assert [str(day)[:7] for day in found.accepted["day"]] == ["2023-04", "2024-03"]
    with pytest.raises(Faults, match="periods have no year"):
        one(written(tmp_path / "spend.csv", text), tmp_path)


def test_titles_above_totals_and_blanks_below_are_set_aside_with_reason_and_line(tmp_path: Path) -> None:
    title = [("Toyshire Council: payments over £500",), (), ("January 2024", "", "")]
    below = [("", "", "", "", ""), ("Total", "", "", "3,509.25", ""), ("Source: ledger", "", "", "", "")]
    bad = [("Toyshire Council", "32/13/2024", "Quill Ltd", "10.00", "x"), ("Toyshire Council", "03/01/2024", "Quill Ltd", "n/a", "x"),
           ("Toyshire Council", "03/01/2024", "", "12.00", "x"), HEADINGS]  # fmt: skip
    found = one(written(tmp_path / "x.csv", lines(*title, HEADINGS, *ROWS, *bad, *below)), tmp_path)
    reasons = dict(found.rejected[["line", "reason"]].itertuples(index=False))
    assert reasons == {
        10: "date not readable", 11: "amount not readable", 12: "no payee", 13: "heading repeated", 14: "blank row",
        15: "total, no payment", 16: "note, no payment",
    }  # fmt: skip
    account = found.account
    assert account.rows_read == 12 == account.accepted + account.rejected
    assert account.accepted_pence == PENCE == account.stated_total_pence
    assert account.rejected_pence == 1000 + 1200 + 350925


def test_people_and_redactions_count_and_are_not_named(tmp_path: Path) -> None:
    found = one(written(tmp_path / "x.csv", lines(HEADINGS, *ROWS)), tmp_path)
    states = found.accepted["payee_state"].tolist()
    assert states == ["", "", "", "c", "person"]
    assert "Quimby" not in found.accepted.to_csv()


def test_the_body_is_typed_or_in_the_file_name_or_in_the_title(tmp_path: Path) -> None:
    text = lines(HEADINGS[1:], *(row[1:] for row in ROWS))
    assert one(written(tmp_path / "gateshead_jan.csv", text), tmp_path).proposal.body.name == "Gateshead"
    assert (
        one(written(tmp_path / "x.csv", "Leeds City Council spend\r\n" + text), tmp_path).proposal.body.name
        == "Leeds"
    )
    assert one(written(tmp_path / "x.csv", text), tmp_path, body="Toyshire").proposal.body.name == "Toyshire"
    with pytest.raises(Faults, match="which body paid"):
        one(written(tmp_path / "x.csv", text), tmp_path)


@pytest.mark.parametrize("without", ["Payment Date", "Supplier Name", "Amount"])
def test_a_missing_field_is_named(tmp_path: Path, without: str) -> None:
    keep = [at for at, heading in enumerate(HEADINGS) if heading != without]
    rows = [tuple(row[at] for at in keep) for row in (HEADINGS, *ROWS)]
    name = {"Payment Date": "date", "Supplier Name": "payee", "Amount": "amount"}[without]
    with pytest.raises((Faults, SourceError), match=f"no column for the {name}"):
        one(written(tmp_path / "x.csv", lines(*rows)), tmp_path)


def test_headings_that_nobody_knows_are_told_by_what_stands_under_them(tmp_path: Path) -> None:
    rows = [("31/01/2024", f"Quill {n} Ltd", f"{n}.50", "Adults") for n in range(1, 30)]
    path = written(tmp_path / "gateshead.csv", lines(("Qwhen", "Qwho", "Qmuch", "Qwhat"), *rows))
    assert one(path, tmp_path).account.accepted == 29


def test_two_columns_as_likely_are_a_persons_decision(tmp_path: Path) -> None:
    rows = [
        ("Toyshire Council", "31/01/2024", "Quill Ltd", "5.00", "6.00"),
        ("Toyshire Council", "31/01/2024", "Quill Ltd", "7.00", "8.00"),
    ]
    path = written(
        tmp_path / "x.csv", lines(("Body", "Date", "Supplier", "Amount Paid", "Payment Amount"), *rows)
    )
    with pytest.raises(Faults, match="as likely"):
        one(path, tmp_path)
    assert one(path, tmp_path, wanted={"amount": "Payment Amount"}).account.accepted_pence == 1400


def test_gz_zip_and_workbooks_hold_the_same(tmp_path: Path) -> None:
    text = lines(HEADINGS, *ROWS).encode()
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(text))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("jan/x.csv", text)
    frame = pd.DataFrame(ROWS, columns=HEADINGS)
    frame["Payment Date"] = pd.to_datetime(frame["Payment Date"], dayfirst=True)
    frame["Amount"] = [1234.5, 600, -75.25, 800, 950]
    frame.to_excel(tmp_path / "c.xlsx", index=False, startrow=3)
    frame.to_excel(tmp_path / "d.ods", index=False, engine="odf")
    for name in ("a.csv.gz", "b.zip", "c.xlsx", "d.ods"):
        found = one(tmp_path / name, tmp_path)
        assert (found.account.accepted, found.account.accepted_pence) == (5, PENCE), name
        assert str(found.accepted["day"].min())[:10] == "2024-01-02", name


OFFICE = shutil.which("soffice")
with_office = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice, which writes .xls, is not on this machine"
)


def as_xls(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice saves it for Excel 97 to 2003."""
    command = [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xls:MS Excel 97",
               "--outdir", str(folder / "old"), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / "old" / f"{path.stem}.xls"


@with_office
def test_an_xls_holds_the_same_as_the_workbook_it_was(tmp_path: Path) -> None:
    """Two sheets, headings below a title, days and amounts as a spreadsheet keeps them, letters beyond English."""
    frame = pd.DataFrame(ROWS, columns=HEADINGS)
    frame["Payment Date"] = pd.to_datetime(frame["Payment Date"], dayfirst=True)
    frame["Amount"] = [1234.5, 600, -75.25, 800, 950]
    frame.loc[0, "Supplier Name"] = "Café Ñandú Ltd"
    with pd.ExcelWriter(tmp_path / "spend.xlsx") as book:
        frame.to_excel(book, sheet_name="January", index=False, startrow=3)
        frame.to_excel(book, sheet_name="February", index=False)
    path = as_xls(tmp_path / "spend.xlsx", tmp_path)
    assert path.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"  # a compound file, not another form under this name
    found = read_all(path, tmp_path / "work")
    assert [(one.account.accepted, one.account.accepted_pence) for one in found] == [(5, PENCE)] * 2
    for one in found:
        assert str(one.accepted["day"].min())[:10] == "2024-01-02"
        assert "Café Ñandú Ltd" in set(one.accepted["payee"])


@with_office
@pytest.mark.slow
@pytest.mark.publications
@pytest.mark.skipif(not SHARED.is_dir(), reason="the publications are not here")
def test_a_real_file_saved_as_xls_is_read_to_the_same_penny(tmp_path: Path) -> None:
    real = SHARED / "wmca_2023_12.xlsx"
    (new,), (old,) = (read_all(path, tmp_path / path.suffix[1:]) for path in (real, as_xls(real, tmp_path)))
    assert old.account == new.account and old.account.accepted_pence == 3572395427
    pd.testing.assert_frame_equal(old.accepted, new.accepted)


def test_lines_in_two_encodings_are_read_each_in_its_own(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [("Toyshire Council", "31/01/2024", "Café Ñandú Ltd", "£5.00", "x")]
    path.write_bytes(lines(HEADINGS, *rows).encode("cp1252") + lines(*rows).encode())
    found = one(path, tmp_path)
    assert found.accepted["payee"].unique().tolist() == ["Café Ñandú Ltd"]
    assert found.account.accepted_pence == 1000


@pytest.mark.slow
@pytest.mark.publications
@pytest.mark.skipif(not SHARED.is_dir(), reason="the publications are not here")
def test_every_real_file_is_read_without_a_mapping_by_hand(tmp_path: Path) -> None:
    totals = {}
    for path in sorted(SHARED.iterdir()):
        (found,) = read_all(path, tmp_path / path.name)
        totals[path.name] = found.account.accepted, found.account.rejected
        if found.account.stated_total_pence is not None:
            assert found.account.stated_total_pence == found.account.accepted_pence, path.name
    assert len(totals) == 21
    assert {name: rejected for name, (_, rejected) in totals.items() if rejected} == {
        "bcp_2023_04.csv.gz": 1, "lewisham_2023_08.xlsx": 1, "moj_2024_01.csv.gz": 1,
    }  # fmt: skip
    assert sum(accepted for accepted, _ in totals.values()) == 127138


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023/24 P01", date(2023, 4, 1)), ("2023-2024 Period 12", date(2024, 3, 1)), ("P09 2023/24", date(2023, 12, 1)),
        ("2023/25 P01", None), ("2023/24 P17", None),
    ],
)  # fmt: skip
def test_a_period_that_says_its_financial_year(text: str, day: date | None) -> None:
    assert dates.parsed(text, "fy period") == day


@pytest.mark.parametrize(
    ("name", "headings", "row"),
    [
        ("stockport.csv", ("Dept", "Vendor Name", "Clearing Date", "Amount in LC"), ("Roads", "Quill Ltd", "03.04.2023", "5.00")),
        ("x.csv", ("Force", "Invoice Date", "Payment Date", "Supplier", "Amount Paid"), ("Kent Police", "01/02/2023", "03/04/2023", "Quill Ltd", "5.00")),
        ("rotherham.csv", ("Financial Year", "Period", "Supplier Name", "Amount (Net)"), ("2023/24", "01", "Quill Ltd", "5.00")),
        ("sandwell.csv", ("PaymentDate", "SupplierName", "NetAmount"), ("03/04/2023", "Quill Ltd", "5.00")),
        ("stoke.csv", ("Payment date", "Beneficiary", "Amount", "Amount"), ("03/04/2023", "Quill Ltd", "5.00", "5.00")),
        ("solihull.csv", ("Line", "Trade Supplier", "When paid", "How much (£)"), ("1", "Quill Ltd", "03/04/2023", "5.00")),
        ("tameside.csv", ("TRANSACTION_DATE", "SUPPLIER_NAME", "AMOUNT_EXC_VAT", "AMOUNT_INC_VAT"), ("03/04/2023", "Quill Ltd", "5.00", "6.00")),
        ("derby.csv", ("Description", "Amount Excl VAT", "Supplier Number", "Name", "Date of Payment"), ("x", "5.00", "44", "Quill Ltd", "20230403")),
        ("x.csv", ("Department Family", "Entity", "Date", "Supplier", "AP Amount (£)", "VAT Registration Number"), ("DHSC", "NHS Toyshire ICB", "03/04/2023", "Quill Ltd", "5.00", "GB1")),
    ],
)  # fmt: skip
def test_headings_as_bodies_write_them(
    tmp_path: Path, name: str, headings: tuple[str, ...], row: tuple[str, ...]
) -> None:
    found = one(written(tmp_path / name, lines(headings, *([row] * 4))), tmp_path)
    assert (found.account.accepted, found.account.accepted_pence) == (4, 2000)
    assert str(found.accepted["day"].iloc[0])[:7] == "2023-04"
    assert found.accepted["body"].iloc[0]


def test_another_body_of_an_area_is_not_taken_for_its_council(tmp_path: Path) -> None:
    rows = lines(("Date of Payment", "Payee", "Net £"), *([("03/04/2023", "Quill Ltd", "5.00")] * 4))
    fire = one(written(tmp_path / "Essex_Fire_Q1.csv", rows), tmp_path)
    assert fire.accepted["body"].iloc[0] == "Essex fire and rescue"
    with pytest.raises(Faults, match="which body paid is not said"):
        one(written(tmp_path / "leeds_hospitals.csv", rows), tmp_path)
