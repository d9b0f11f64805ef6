/*
 * A message appears at once, and messages are submitted to the desk in the order in which they were written. Each has a
 * token, by which the desk recognizes it however often it is submitted. A message that may not have reached the desk is
 * kept until somebody retries or discards it.
 */
(function () {
	'use strict';

	const form = document.getElementById('composer');
	if (!form) {
		return;
	}

	const text = document.getElementById('text');
	const from = document.getElementById('from');
	const messages = document.getElementById('messages');
	const draftKey = 'desk.draft.' + form.dataset.conversation;
	const outboxKey = 'desk.outbox.' + form.dataset.conversation;

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

	function forget(entry) {
		save(outboxKey, load(outboxKey, []).filter((other) => other.token !== entry.token));
	}

	/* What the desk shows has reached it, also if its response to whoever wrote it was lost. */
	function reconcile() {
		for (const entry of load(outboxKey, [])) {
			if (document.querySelector(`#m-${entry.token}:not([data-local])`)) {
				forget(entry);
			}
		}
	}

	body().addEventListener('htmx:afterSettle', reconcile);

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
				forget(entry);
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
			author: from.selectedOptions[0].textContent.replace(/^As /, '')
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
	 * lost in the others. Only sending removes it: the tab that wrote it keeps it when another tab's field is emptied.
	 */
	let shared = '';

	function keepDraft(sent) {
		save(draftKey, text.value, 'sessionStorage');
		if (text.value !== '' || load(draftKey, '') === shared) {
			save(draftKey, text.value, 'localStorage', !sent);
		}
		shared = text.value;
	}

	text.addEventListener('input', () => keepDraft(false));

	window.addEventListener('storage', (event) => {
		const before = parsed(event.oldValue, '');
		const now = parsed(event.newValue, '');
		const isOwn = load(draftKey, '', 'sessionStorage') !== '';
		if (event.key === draftKey && text.value === before && (event.newValue === null || !isOwn)) {
			text.value = now;
			shared = now;
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

	text.value = load(draftKey, '', 'sessionStorage') || load(draftKey, '');
	shared = text.value;
	window.deskDirection(text);
	window.deskLength();
	reconcile();
	for (const entry of load(outboxKey, [])) {
		bubble(entry);
		state(entry, 'This may not have reached the desk. Check whether it was sent before you try again.', true);
	}
	if (matchMedia('(min-width: 56rem)').matches && document.body.dataset.pane === 'conversation') {
		text.focus();
	}
}());
