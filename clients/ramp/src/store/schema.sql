-- What the ramp remembers. Money is in the currency's smallest unit, WATT in base units as text, moments in milliseconds
-- since the Unix epoch.

-- To what this store belongs: chain, issuer, bank account, salt.
CREATE TABLE facts (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;

-- What customers write on their payments, and whose account it stands for.
CREATE TABLE customer_references (
	reference TEXT PRIMARY KEY,
	account BLOB NOT NULL CHECK (length(account) = 32),
	label TEXT NOT NULL,
	created INTEGER NOT NULL
) STRICT;

-- Where holders are paid, by the reference that they redeem with.
CREATE TABLE payees (
	reference BLOB PRIMARY KEY CHECK (length(reference) = 32),
	account BLOB NOT NULL CHECK (length(account) = 32),
	name TEXT NOT NULL,
	iban TEXT NOT NULL,
	bic TEXT,
	created INTEGER NOT NULL
) STRICT;

CREATE TABLE statements (
	id INTEGER PRIMARY KEY,
	digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
	file TEXT NOT NULL,
	message TEXT NOT NULL,
	taken INTEGER NOT NULL
) STRICT;

-- Money that came in. The bank's reference is what makes a payment the same payment.
CREATE TABLE payments (
	id INTEGER PRIMARY KEY,
	statement INTEGER NOT NULL REFERENCES statements (id),
	bank_reference TEXT NOT NULL UNIQUE,
	amount INTEGER NOT NULL CHECK (amount > 0),
	booked TEXT,
	remittance TEXT NOT NULL,
	reference TEXT REFERENCES customer_references (reference),
	account BLOB CHECK (length(account) = 32),
	mint_reference BLOB NOT NULL UNIQUE CHECK (length(mint_reference) = 32),
	state TEXT NOT NULL CHECK (state IN (
		'unmatched', 'awaiting_approval', 'ready', 'submitting', 'proposed', 'minted', 'rejected', 'held'
	)),
	mint INTEGER,
	block INTEGER,
	problem TEXT,
	CHECK (account IS NOT NULL OR state IN ('unmatched', 'rejected'))
) STRICT;
CREATE INDEX payments_by_state ON payments (state);

-- What statements say beside that.
CREATE TABLE findings (
	id INTEGER PRIMARY KEY,
	statement INTEGER NOT NULL REFERENCES statements (id),
	place TEXT NOT NULL,
	kind TEXT NOT NULL,
	detail TEXT NOT NULL
) STRICT;

CREATE TABLE payouts (
	id INTEGER PRIMARY KEY,
	message TEXT NOT NULL UNIQUE,
	content TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('planned', 'staged', 'released'))
) STRICT;

-- WATT that was handed in, by the chain's number of it.
CREATE TABLE redemptions (
	id INTEGER PRIMARY KEY,
	holder BLOB NOT NULL CHECK (length(holder) = 32),
	watt TEXT NOT NULL,
	amount INTEGER CHECK (amount > 0),
	deadline INTEGER NOT NULL,
	payee BLOB REFERENCES payees (reference),
	end_to_end TEXT NOT NULL UNIQUE,
	state TEXT NOT NULL CHECK (state IN (
		'awaiting_approval', 'ready', 'ordered', 'paid', 'confirming', 'confirmed', 'returning', 'returned', 'held',
		'disputed'
	)),
	payout INTEGER REFERENCES payouts (id),
	statement INTEGER REFERENCES statements (id),
	bank_reference TEXT,
	return_reason TEXT,
	block INTEGER,
	problem TEXT,
	CHECK (state NOT IN ('ordered', 'paid', 'confirming', 'confirmed') OR payout IS NOT NULL),
	CHECK (state NOT IN ('paid', 'confirming', 'confirmed') OR statement IS NOT NULL),
	CHECK (state NOT IN ('awaiting_approval', 'ready', 'ordered') OR (payee IS NOT NULL AND amount IS NOT NULL))
) STRICT;
CREATE INDEX redemptions_by_state ON redemptions (state);

-- Who approved and rejected what.
CREATE TABLE decisions (
	id INTEGER PRIMARY KEY,
	subject TEXT NOT NULL,
	decision TEXT NOT NULL,
	person TEXT NOT NULL,
	moment INTEGER NOT NULL
) STRICT;
