// Referenda on a chain of the well-known accounts: brought, voted for by everybody, approved.

import assert from "node:assert/strict";
import { accounts, acting, connect, within } from "./chain.js";

/** GRID that each votes with: together a tenth of what can vote, so that slow tracks stay slow. */
const VOTE = 1_150_000n * 10n ** 12n;

/** A connection, the accounts of the chain that vote, and what they can do. */
export async function assembly() {
	const api = await connect();
	const names = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"];
	const voters = accounts(...names, ...names.slice(0, 5).map((name) => `${name}//stash`));
	const { act, refused } = acting(api);
	const { convictionVoting, preimage, referenda, technicalCollective, utility, whitelist } = api.tx;

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
		return within(`approval of referendum ${index}`, new Promise(poll), 900_000);
	}

	/** Has the technical collective whitelist a call: two of its three members look at it and agree. */
	async function whitelisted(call) {
		const list = whitelist.whitelistCall(call.method.hash);
		const length = list.method.encodedLength;
		const events = await act(
			voters[0],
			utility.batchAll([preimage.notePreimage(call.method.toHex()), technicalCollective.propose(2, list, length)]),
		);
		const { proposalHash, proposalIndex } = events.find((event) => api.events.technicalCollective.Proposed.is(event)).data;
		const agree = (member) => act(member, technicalCollective.vote(proposalHash, proposalIndex, true));
		await Promise.all(voters.slice(0, 2).map(agree));
		const bound = { refTime: 1_000_000_000, proofSize: 100_000 };
		await act(voters[0], technicalCollective.close(proposalHash, proposalIndex, bound, length));
		assert.ok((await api.query.whitelist.whitelistedCall(call.method.hash)).isSome);
	}

	return { api, voters, act, refused, propose, approved, whitelisted };
}
