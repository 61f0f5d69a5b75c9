#!/usr/bin/env python3
"""A bank that is a directory: one account, statements as camt.053, orders as pain.001. Knows nothing of Gridforge.

usage: bank.py DIRECTORY open IBAN BALANCE
       bank.py DIRECTORY receive AMOUNT REMITTANCE [--status BOOK] [--currency EUR] [--structured]
       bank.py DIRECTORY pay OUTBOX            take the orders away, carry them out, print them as JSON
       bank.py DIRECTORY statement VERSION FIRST FILE   all entries from number FIRST on, in version 02 or 08
       bank.py DIRECTORY balance
"""

import argparse
import json
import os
import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

PAIN = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"
CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."


def texts(node, path):
    return [found.text for found in node.findall("/".join(PAIN + name for name in path.split("/")))]


def text(node, path):
    found = texts(node, path)
    if len(found) != 1 or not found[0]:
        raise SystemExit(f"{path}: expected one, found {found}")
    return found[0]


def check_iban(iban):
    turned = iban[4:] + iban[:4]
    if not iban.isalnum() or int("".join(str(int(c, 36)) for c in turned)) % 97 != 1:
        raise SystemExit(f"{iban} is no IBAN")


def check_identifier(name):
    if not re.fullmatch(r"[A-Za-z0-9/\-?:().,'+ ]{1,35}", name):
        raise SystemExit(f"{name!r} is no identifier of a bank")


class Bank:
    def __init__(self, directory):
        self.directory = directory
        self.path = directory / "account.json"
        self.account = json.loads(self.path.read_text()) if self.path.exists() else None

    def save(self):
        self.path.write_text(json.dumps(self.account, indent=1))

    def open(self, iban, balance):
        check_iban(iban)
        (self.directory / "fetched").mkdir(parents=True)
        self.account = {"iban": iban, "balance": balance, "entries": [], "messages": []}

    def book(self, kind, amount, **entry):
        number = len(self.account["entries"]) + 1
        entry = {"kind": kind, "amount": str(amount), "status": "BOOK", "currency": "EUR", "structured": False,
                 "end_to_end": "NOTPROVIDED", "name": f"BK{number:06}"} | entry
        self.account["entries"].append(entry)
        if entry["status"] == "BOOK" and entry["currency"] == "EUR":
            signed = amount if kind == "CRDT" else -amount
            self.account["balance"] = str(Decimal(self.account["balance"]) + signed)

    def pay(self, outbox):
        orders = []
        for path in sorted(outbox.glob("*.xml")):
            document = ET.parse(path).getroot()
            if document.tag != PAIN + "Document":
                raise SystemExit(f"{path} is no pain.001.001.09")
            head = document.find(f"{PAIN}CstmrCdtTrfInitn/{PAIN}GrpHdr")
            batch = document.find(f"{PAIN}CstmrCdtTrfInitn/{PAIN}PmtInf")
            message = text(head, "MsgId")
            check_identifier(message)
            # A bank refuses a message that it has had.
            if message in self.account["messages"]:
                raise SystemExit(f"{message} came twice")
            self.account["messages"].append(message)
            if text(batch, "DbtrAcct/Id/IBAN") != self.account["iban"]:
                raise SystemExit("the orders are for another account")
            transfers = batch.findall(f"{PAIN}CdtTrfTxInf")
            amounts = [Decimal(text(transfer, "Amt/InstdAmt")) for transfer in transfers]
            for part in (head, batch):
                if (int(text(part, "NbOfTxs")), Decimal(text(part, "CtrlSum"))) != (len(amounts), sum(amounts)):
                    raise SystemExit("number and sum of the orders are not what they say")
            for transfer, amount in zip(transfers, amounts):
                if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
                    raise SystemExit(f"{amount} is no amount of euro")
                order = {
                    "message": message,
                    "end_to_end": text(transfer, "PmtId/EndToEndId"),
                    "amount": str(amount),
                    "name": text(transfer, "Cdtr/Nm"),
                    "iban": text(transfer, "CdtrAcct/Id/IBAN"),
                }
                check_identifier(order["end_to_end"])
                check_iban(order["iban"])
                orders.append(order)
                self.book("DBIT", amount, end_to_end=order["end_to_end"], remittance=text(transfer, "RmtInf/Ustrd"))
            os.rename(path, self.directory / "fetched" / path.name)
        return orders

    def statement(self, version, first, path):
        entries = "".join(entry_xml(entry, version) for entry in self.account["entries"][first - 1:])
        document = f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{CAMT}{version}"><BkToCstmrStmt><GrpHdr><MsgId>{path.stem}</MsgId></GrpHdr>
<Stmt><Id>{path.stem}</Id><Acct><Id><IBAN>{self.account["iban"]}</IBAN></Id></Acct>
{entries}</Stmt></BkToCstmrStmt></Document>
"""
        # As banks upload: under another name until it is whole.
        part = path.with_suffix(".part")
        part.write_text(document)
        os.rename(part, path)


def entry_xml(entry, version):
    status = entry["status"] if version == "02" else f"<Cd>{entry['status']}</Cd>"
    words = escape(entry["remittance"])
    remittance = (
        f"<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>{words}</Ref></CdtrRefInf></Strd>"
        if entry["structured"] else f"<Ustrd>{words}</Ustrd>"
    )
    return f"""<Ntry><Amt Ccy="{entry['currency']}">{entry['amount']}</Amt><CdtDbtInd>{entry['kind']}</CdtDbtInd>
<Sts>{status}</Sts><BookgDt><Dt>2026-11-27</Dt></BookgDt><AcctSvcrRef>{entry['name']}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>{entry['end_to_end']}</EndToEndId></Refs>
<RmtInf>{remittance}</RmtInf></TxDtls></NtryDtls></Ntry>
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    commands = parser.add_subparsers(dest="command", required=True)
    opening = commands.add_parser("open")
    opening.add_argument("iban")
    opening.add_argument("balance")
    receiving = commands.add_parser("receive")
    receiving.add_argument("amount", type=Decimal)
    receiving.add_argument("remittance")
    receiving.add_argument("--status", default="BOOK")
    receiving.add_argument("--currency", default="EUR")
    receiving.add_argument("--structured", action="store_true")
    commands.add_parser("pay").add_argument("outbox", type=Path)
    stating = commands.add_parser("statement")
    stating.add_argument("version", choices=["02", "08"])
    stating.add_argument("first", type=int)
    stating.add_argument("file", type=Path)
    commands.add_parser("balance")
    arguments = parser.parse_args()

    bank = Bank(arguments.directory)
    if arguments.command == "open":
        bank.open(arguments.iban, arguments.balance)
    elif arguments.command == "receive":
        bank.book("CRDT", arguments.amount, remittance=arguments.remittance, status=arguments.status,
                  currency=arguments.currency, structured=arguments.structured)
    elif arguments.command == "pay":
        print(json.dumps(bank.pay(arguments.outbox)))
    elif arguments.command == "statement":
        bank.statement(arguments.version, arguments.first, arguments.file)
    else:
        print(bank.account["balance"])
    bank.save()


if __name__ == "__main__":
    main()
