/*
 * A message appears at once, and messages are submitted to the desk in the order in which they were written. Each has a
 * token, by which the desk recognizes it however often it is submitted. The browser keeps a message until the desk shows that
 * it was sent, or somebody discards it: a desk that is started anew has forgotten what it could not send.
 */
(function () {
	'use strict';

	const form = document.getElementById('composer');
	const outbox = 'desk.outbox.';
	const draftKey = 'desk.draft.' + form?.dataset.conversation;
	const automatedKey = 'desk.automated.' + form?.dataset.conversation;
	const outboxKey = outbox + form?.dataset.conversation;

	function parsed(json, otherwise) {
		try {
			return JSON.parse(json) ?? otherwise;
		}
		catch (ex) {
			return otherwise;
		}
	}

	function load(key, otherwise, storage = 'localStorage') {
		try {
			return parsed(window[storage].getItem(key), otherwise);
		}
		catch (ex) {
			return otherwise;
		}
	}

	function save(key, value, storage = 'localStorage', evenEmpty = false) {
		try {
			if (value.length > 0 || evenEmpty) {
				window[storage].setItem(key, JSON.stringify(value));
			}
			else {
				window[storage].removeItem(key);
			}
		}
		catch (ex) {
			// Without storage, the message is kept only as long as the page
		}
	}

	function keep(entry) {
		save(outboxKey, [...load(outboxKey, []).filter((other) => other.token !== entry.token), entry]);
	}

	function forget(entry, key = outboxKey) {
		save(key, load(key, []).filter((other) => other.token !== entry.token));
	}

	/* What was not sent in a conversation that the desk has forgotten is its author's all the same. */
	function strays() {
		try {
			return Object.keys(localStorage).filter((key) => key.startsWith(outbox) && key !== outboxKey
				&& !document.getElementById(key.replace(outbox, 'c-')) && load(key, []).length > 0);
		}
		catch (ex) {
			return [];
		}
	}

	for (const key of strays()) {
		const lost = load(key, []);
		window.deskLost(`The desk no longer knows the conversation with ${lost[0].to ?? 'a visitor'}. You had written, and it may not have been sent:`,
			lost.map((entry) => entry.text).join('\n\n'), () => lost.forEach((entry) => forget(entry, key)));
	}

	if (!form) {
		return;
	}

	const text = document.getElementById('text');
	const from = document.getElementById('from');
	const messages = document.getElementById('messages');

	function shown(entry) {
		return document.getElementById('m-' + entry.token);
	}

	function isShownByTheDesk(entry) {
		return shown(entry) && !('local' in shown(entry).dataset);
	}

	/* What the desk shows has reached it, also if its response to whoever wrote it was lost. */
	function reconcile() {
		for (const entry of load(outboxKey, []).filter(isShownByTheDesk)) {
			if (shown(entry).matches('.is-sent')) {
				forget(entry);
			}
			else if (!entry.arrived) {
				keep({ ...entry, arrived: true });
			}
		}
	}

	/* What had reached the desk before it was asked for all messages, and is not among them, it has forgotten. */
	const arrivedBefore = new WeakMap();
	const discarding = new Set();

	function missing(entries) {
		const kept = load(outboxKey, []).map((entry) => entry.token);
		for (const entry of entries) {
			if (kept.includes(entry.token) && !discarding.has(entry.token) && !shown(entry)) {
				bubble(entry);
				state(entry, gone, true);
			}
		}
	}

	body().addEventListener('htmx:beforeRequest', (event) => {
		if (event.detail.elt === messages) {
			arrivedBefore.set(event.detail.xhr, load(outboxKey, []).filter((entry) => entry.arrived));
		}
	});

	body().addEventListener('htmx:afterSwap', (event) => {
		reconcile();
		missing(arrivedBefore.get(event.detail.xhr) ?? []);
	});

	/* What somebody discards need not be kept, in whichever tab it was written. */
	function discarded(event) {
		const { verb, path } = event.detail.requestConfig;
		const token = (verb === 'delete') ? path.match(/\/outbox\/([^/]+)$/) : null;
		return token && { token: token[1] };
	}

	body().addEventListener('htmx:beforeRequest', (event) => {
		const entry = discarded(event);
		if (entry) {
			discarding.add(entry.token);
		}
	});

	body().addEventListener('htmx:afterRequest', (event) => {
		const entry = discarded(event);
		if (entry && event.detail.successful) {
			forget(entry);
		}
		if (entry) {
			discarding.delete(entry.token);
		}
	});

	window.addEventListener('storage', (event) => {
		if (event.key === outboxKey) {
			const kept = load(outboxKey, []).map((entry) => 'm-' + entry.token);
			messages.querySelectorAll('[data-local].is-failed').forEach((item) => kept.includes(item.id) || item.remove());
		}
	});

	const gone = 'The desk no longer has this. Check whether it was sent before you try again.';

	function newToken() {
		return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	}

	function bubble(entry) {
		const item = document.getElementById('outgoing').content.firstElementChild.cloneNode(true);
		item.id = 'm-' + entry.token;
		item.dataset.at = entry.at;
		item.classList.toggle('from-automated', entry.from === 'automated');
		item.querySelector('.author').textContent = entry.author;
		item.querySelector('time').dateTime = entry.at;
		item.querySelector('.text').textContent = entry.text;
		item.querySelector('[data-again]').addEventListener('click', () => {
			state(entry, 'Sending…', false);
			hand(entry);
		});
		item.querySelector('[data-discard]').addEventListener('click', () => {
			forget(entry);
			item.remove();
			text.focus();
		});
		messages.append(item);
		window.deskTimes.show();
	}

	function state(entry, words, failed) {
		const item = document.getElementById('m-' + entry.token);
		if (item && 'local' in item.dataset) {
			item.classList.toggle('is-sending', !failed);
			item.classList.toggle('is-failed', failed);
			item.querySelector('.state').textContent = words;
			item.querySelector('.state').classList.toggle('problem', failed);
			item.querySelector('.actions').hidden = !failed;
		}
	}

	/* Messages are submitted one after another, so that they arrive in order. */
	let last = Promise.resolve();

	function hand(entry) {
		last = last.then(() => post(entry));
	}

	async function post(entry) {
		try {
			const response = await fetch(form.dataset.url, {
				method: 'POST',
				body: new URLSearchParams({ token: entry.token, from: entry.from, text: entry.text })
			});
			if (response.ok) {
				arrived(entry);
				document.getElementById('notice').replaceChildren();
				body().dispatchEvent(new CustomEvent('desk-conversation'));
			}
			else {
				const page = new DOMParser().parseFromString(await response.text(), 'text/html');
				const words = page.querySelector('.notice p');
				state(entry, ((response.status < 500) ? 'Not sent. ' : 'This may not have been sent. ') + (words ? words.textContent : 'The desk did not take it.'), true);
			}
		}
		catch (ex) {
			state(entry, 'The desk does not respond. Once it does, check whether this was sent before you try again.', true);
		}
	}

	function arrived(entry) {
		if (load(outboxKey, []).some((other) => other.token === entry.token)) {
			keep({ ...entry, arrived: true });
		}
		reconcile();
	}

	function body() {
		return document.body;
	}

	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const words = text.value.trim();
		if (words === '') {
			text.focus();
			return;
		}
		if (!window.deskLength()) {
			text.focus();
			return;
		}
		if (from.value === '') {
			window.deskNotice('notice', 'First say which agent you are, under Agents.');
			return;
		}
		const entry = {
			token: newToken(), from: from.value, text: words, at: new Date().toISOString(),
			author: from.selectedOptions[0].textContent.replace(/^As /, ''),
			to: document.getElementById('conversation-title').textContent
		};
		text.value = '';
		keepDraft(true);
		window.deskDirection(text);
		keep(entry);
		bubble(entry);
		document.getElementById('log').scrollTop = 0;
		hand(entry);
		text.focus();
	});

	/*
	 * All tabs share the draft until somebody writes something else in one of them: that is its own, and neither shown nor
	 * lost in the others. Only sending removes it: the tab that wrote it keeps it when another tab's field is emptied. A draft
	 * of an automated message remains one.
	 */
	let shared = '';

	function isAutomated() {
		return text.value !== '' && from.value === 'automated';
	}

	function draft(storage = 'localStorage') {
		return load(draftKey, '', storage);
	}

	function keepDraft(sent) {
		save(draftKey, text.value, 'sessionStorage');
		save(automatedKey, isAutomated() ? 'yes' : '', 'sessionStorage');
		if (text.value !== '' || draft() === shared) {
			save(automatedKey, isAutomated() ? 'yes' : '');
			save(draftKey, text.value, 'localStorage', !sent);
		}
		shared = text.value;
	}

	function showDraft(storage) {
		text.value = draft(storage);
		if (text.value !== '' && load(automatedKey, '', storage) === 'yes') {
			from.value = 'automated';
		}
	}

	text.addEventListener('input', () => keepDraft(false));
	from.addEventListener('change', () => keepDraft(false));

	window.addEventListener('storage', (event) => {
		const before = parsed(event.oldValue, '');
		const isOwn = draft('sessionStorage') !== '';
		if (event.key === draftKey && text.value === before && (event.newValue === null || !isOwn)) {
			showDraft();
			shared = text.value;
			save(draftKey, '', 'sessionStorage');
			window.deskDirection(text);
			window.deskLength();
		}
	});

	form.addEventListener('click', (event) => {
		if (event.target.matches('[data-canned]')) {
			const before = text.value.slice(0, text.selectionStart);
			const gap = (before === '' || /\s$/.test(before)) ? '' : ' ';
			text.setRangeText(gap + event.target.textContent, text.selectionStart, text.selectionEnd, 'end');
			text.dispatchEvent(new Event('input'));
			event.target.closest('details').open = false;
			text.focus();
		}
	});

	showDraft((draft('sessionStorage') !== '') ? 'sessionStorage' : 'localStorage');
	shared = text.value;
	window.deskDirection(text);
	window.deskLength();
	reconcile();
	for (const entry of load(outboxKey, []).filter((each) => !shown(each))) {
		bubble(entry);
		state(entry, entry.arrived ? gone
			: 'This may not have reached the desk. Check whether it was sent before you try again.', true);
	}
	if (matchMedia('(min-width: 56rem)').matches && document.body.dataset.pane === 'conversation') {
		text.focus();
	}
}());
