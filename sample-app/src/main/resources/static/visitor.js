/* A visitor's tab. As with Brevo's widget, whoever knows the visitor's id is the visitor; this tab keeps it until it is closed. */
(function () {
	'use strict';

	const form = document.getElementById('widget-form');
	const text = document.getElementById('visitor-text');
	const name = document.getElementById('visitor-name');
	const pending = document.getElementById('pending');

	function kept(key, otherwise) {
		try {
			const value = sessionStorage.getItem(key) ?? otherwise;
			sessionStorage.setItem(key, value);
			return value;
		}
		catch (ex) {
			return otherwise;
		}
	}

	/* A tab that another opened begins with a copy of its storage, but is somebody else. */
	if (performance.getEntriesByType('navigation')[0]?.type === 'navigate') {
		try {
			sessionStorage.clear();
		}
		catch (ex) {
			// there was nothing to forget
		}
	}

	const visitor = kept('visitor', document.body.dataset.visitor);
	name.value = kept('name', '');
	name.addEventListener('change', () => remember('name', name.value));

	document.body.addEventListener('htmx:configRequest', (event) => {
		event.detail.headers['Visitor-Id'] = visitor;
		const lines = document.getElementById('chat-lines');
		if (lines) {
			event.detail.parameters.set('seen', lines.dataset.version);
		}
	});

	let shown = null;

	/* What was sent before a request is in its response, also if that says that nothing is new. */
	const sentBefore = new WeakMap();

	document.body.addEventListener('htmx:beforeRequest', (event) => {
		sentBefore.set(event.detail.xhr, [...pending.querySelectorAll('[data-sent]')]);
	});

	document.body.addEventListener('htmx:afterRequest', (event) => {
		if (event.detail.successful) {
			(sentBefore.get(event.detail.xhr) ?? []).forEach((item) => item.remove());
		}
		else {
			away();
		}
	});

	/* Who is online is not known while the shop is away, and asked for anew once it is back. */
	function away() {
		const lines = document.getElementById('chat-lines');
		if (lines) {
			const presence = lines.querySelector('.presence');
			lines.dataset.version = '';
			presence.classList.replace('on', 'off');
			presence.querySelector('span:not(.bulb)').textContent = 'The shop does not respond right now.';
		}
	}

	document.body.addEventListener('htmx:afterSettle', () => {
		const lines = [...document.querySelectorAll('#lines .message')];
		const newest = lines[lines.length - 1];
		if (shown !== null && newest && newest.dataset.line !== shown && newest.classList.contains('from-visitor')) {
			document.getElementById('newest-line').textContent =
				`${newest.querySelector('.author').textContent}: ${newest.querySelector('.text').textContent}`;
		}
		shown = newest ? newest.dataset.line : '';
	});

	document.addEventListener('visibilitychange', () => {
		if (!document.hidden) {
			document.body.dispatchEvent(new CustomEvent('desk-look'));
		}
	});

	function state(item, words, failed) {
		item.querySelector('.state').textContent = words;
		item.querySelector('.actions').hidden = !failed;
		item.classList.toggle('is-failed', failed);
	}

	/* What was not sent, and what was not even finished, outlasts the page. */
	function outbox() {
		try {
			return JSON.parse(kept('outbox', '[]'));
		}
		catch (ex) {
			return [];
		}
	}

	function remember(key, value) {
		try {
			sessionStorage.setItem(key, value);
		}
		catch (ex) {
			// it lasts as long as the page
		}
	}

	function forget(token) {
		remember('outbox', JSON.stringify(outbox().filter((entry) => entry.token !== token)));
	}

	let last = Promise.resolve();

	function hand(item, token, words) {
		state(item, 'Sending…', false);
		last = last.then(async () => {
			try {
				const response = await fetch(form.dataset.url, {
					method: 'POST',
					headers: { 'Visitor-Id': visitor },
					body: new URLSearchParams({ token: token, name: name.value, text: words })
				});
				if (response.ok) {
					item.dataset.sent = '';
					forget(token);
					document.body.dispatchEvent(new CustomEvent('desk-look'));
				}
				else {
					state(item, 'This was not sent.', true);
				}
			}
			catch (ex) {
				state(item, 'The shop does not respond.', true);
			}
		});
	}

	form.addEventListener('submit', (event) => {
		event.preventDefault();
		const words = text.value.trim();
		if (words !== '' && window.deskLength()) {
			const token = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
			remember('outbox', JSON.stringify([...outbox(), { token: token, words: words }]));
			text.value = '';
			window.deskDirection(text);
			remember('draft', '');
			say(token, words);
		}
		text.focus();
	});

	function say(token, words) {
		const item = document.getElementById('line').content.firstElementChild.cloneNode(true);
		item.querySelector('.text').textContent = words;
		item.querySelector('[data-again]').addEventListener('click', () => hand(item, token, words));
		pending.append(item);
		hand(item, token, words);
	}

	text.addEventListener('input', () => remember('draft', text.value));
	text.value = kept('draft', '');
	window.deskDirection(text);
	outbox().forEach(({ token, words }) => say(token, words));

	text.addEventListener('keydown', (event) => {
		if (event.key === 'Enter' && !event.shiftKey && !window.deskComposing(event)) {
			event.preventDefault();
			form.requestSubmit();
		}
	});
}());
