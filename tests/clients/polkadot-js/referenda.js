// Referenda on the development chain: brought, voted for by everybody, approved.

import { accounts, acting, connect, within } from "./chain.js";

/** GRID that each votes with: together a tenth of all there is. */
const VOTE = 9_500_000n * 10n ** 12n;

/** A connection, the accounts of the chain that vote, and what they can do. */
export async function assembly() {
	const api = await connect();
	const names = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"];
	const voters = accounts(...names, ...names.slice(0, 5).map((name) => `${name}//stash`));
	const { act, refused } = acting(api);
	const { convictionVoting, preimage, referenda, utility } = api.tx;

	/** Brings a call to a referendum, with its deposit, and lets everybody vote for it; answers with its index. */
	async function propose(office, call) {
		const bytes = call.method.toHex();
		const proposal = { Lookup: { hash: call.method.hash, len: call.method.encodedLength } };
		const events = await act(
			voters[0],
			utility.batchAll([
				preimage.notePreimage(bytes),
				referenda.submit({ Origins: office }, proposal, { After: 0 }),
			]),
		);
		const index = events.find((event) => api.events.referenda.Submitted.is(event)).data.index.toNumber();
		await act(voters[0], referenda.placeDecisionDeposit(index));
		const vote = { Standard: { vote: { aye: true, conviction: "None" }, balance: VOTE } };
		await Promise.all(voters.map((voter) => act(voter, convictionVoting.vote(index, vote))));
		return index;
	}

	/** Resolves when the referendum has been approved. */
	function approved(index) {
		const poll = (resolve, reject) =>
			api.query.referenda
				.referendumInfoFor(index, (found) => {
					const info = found.unwrap();
					if (info.isApproved) resolve();
					else if (!info.isOngoing) reject(new Error(`referendum ${index} ended as ${info.type}`));
				})
				.catch(reject);
		return within(`approval of referendum ${index}`, new Promise(poll), 480_000);
	}

	return { api, voters, act, refused, propose, approved };
}
