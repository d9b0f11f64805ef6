/*
 * What is written appears at once, and is handed to the desk in the order in which it was written. Each message has a
 * token, by which the desk knows it however often it comes. What the desk may not have got is kept until somebody decides.
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

	function load(key, otherwise) {
		try {
			return JSON.parse(localStorage.getItem(key)) ?? otherwise;
		}
		catch (ex) {
			return otherwise;
		}
	}

	function save(key, value) {
		try {
			if (value.length > 0) {
				localStorage.setItem(key, JSON.stringify(value));
			}
			else {
				localStorage.removeItem(key);
			}
		}
		catch (ex) {
			// it lasts as long as the page
		}
	}

	function keep(entry) {
		save(outboxKey, [...load(outboxKey, []).filter((other) => other.token !== entry.token), entry]);
	}

	function forget(entry) {
		save(outboxKey, load(outboxKey, []).filter((other) => other.token !== entry.token));
	}

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

	/* One after the other, so that they arrive in order. */
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
				body().dispatchEvent(new CustomEvent('desk-conversation'));
			}
			else {
				const page = new DOMParser().parseFromString(await response.text(), 'text/html');
				const words = page.querySelector('.notice p');
				state(entry, 'Not sent. ' + (words ? words.textContent : 'The desk did not take it.'), true);
			}
		}
		catch (ex) {
			state(entry, 'The desk does not answer. Once it does, look whether this was sent before you try again.', true);
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
		if (from.value === '') {
			window.deskNotice('notice', 'Say first which agent you are, under Agents.');
			return;
		}
		const entry = {
			token: newToken(), from: from.value, text: words, at: new Date().toISOString(),
			author: from.selectedOptions[0].textContent.replace(/^As /, '')
		};
		text.value = '';
		save(draftKey, '');
		keep(entry);
		bubble(entry);
		document.getElementById('log').scrollTop = 0;
		hand(entry);
		text.focus();
	});

	text.addEventListener('input', () => save(draftKey, text.value));

	form.addEventListener('click', (event) => {
		if (event.target.matches('[data-canned]')) {
			const before = text.value.slice(0, text.selectionStart);
			const gap = (before === '' || /\s$/.test(before)) ? '' : ' ';
			text.setRangeText(gap + event.target.textContent, text.selectionStart, text.selectionEnd, 'end');
			save(draftKey, text.value);
			event.target.closest('details').open = false;
			text.focus();
		}
	});

	text.value = load(draftKey, '');
	for (const entry of load(outboxKey, [])) {
		bubble(entry);
		state(entry, 'This may not have reached the desk. Look whether it was sent before you try again.', true);
	}
	if (matchMedia('(min-width: 56rem)').matches && document.body.dataset.pane === 'conversation') {
		text.focus();
	}
}());
