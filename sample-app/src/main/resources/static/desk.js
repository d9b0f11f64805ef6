/* What htmx leaves to the page. */
(function () {
	'use strict';

	const body = document.body;
	const list = document.getElementById('list');
	const log = document.getElementById('log');
	const messages = document.getElementById('messages');
	const newBelow = document.getElementById('new-below');

	/* Swaps the children of a list one by one: what did not change stays, and so does what is being edited. */
	htmx.defineExtension('keyed', {
		isInlineSwap: () => false,
		handleSwap: (style, target, fragment) => (style === 'keyed') ? keyed(target, [...fragment.children]) : false
	});

	function keyed(target, next) {
		const added = [];
		const ids = new Set(next.map((element) => element.id));
		const known = new Map([...target.children].map((element) => [element.id, element]));
		for (const [id, element] of known) {
			if (!ids.has(id) && element.querySelector('form.editor')) {
				gone(element);
			}
			else if (!ids.has(id) && !('local' in element.dataset)) {
				element.remove();
			}
		}
		let place = target.firstElementChild;
		for (const fresh of next) {
			const old = known.get(fresh.id);
			const stays = old && (old.dataset.version === fresh.dataset.version || old.querySelector('form.editor'));
			const element = stays ? old : fresh;
			if (!stays) {
				added.push(fresh);
				if (old) {
					place = (old === place) ? fresh : place;
					old.replaceWith(fresh);
				}
			}
			if (element === place) {
				place = place.nextElementSibling;
			}
			else {
				target.insertBefore(element, place);
			}
		}
		if (target === messages) {
			news(added.filter((element) => !known.has(element.id)));
		}
		return added;
	}

	/* What somebody is writing stays, although somebody else has deleted the message. */
	function gone(element) {
		if (!('gone' in element.dataset)) {
			element.dataset.gone = '';
			window.deskNotice('notice', 'Somebody has deleted the message that you are editing. Copy what you need of it.');
			element.querySelector('[data-cancel]').addEventListener('click', (event) => {
				event.stopImmediatePropagation();
				element.remove();
				document.getElementById('text').focus();
			}, true);
		}
	}

	/* What is new in the conversation: said, and marked where it cannot be seen. */
	let below = 0;

	function atBottom() {
		return log.scrollTop > -40;
	}

	function news(added) {
		const received = added.filter((element) => element.classList.contains('from-visitor'));
		if (received.length > 0) {
			const last = received[received.length - 1];
			document.getElementById('newest').textContent =
				`${last.querySelector('.author').textContent}: ${last.querySelector('.text').textContent}`;
			if (!atBottom()) {
				below += received.length;
				newBelow.textContent = (below === 1) ? 'One new message' : `${below} new messages`;
				newBelow.hidden = false;
			}
		}
	}

	function toBottom() {
		log.scrollTop = 0;
		below = 0;
		newBelow.hidden = true;
	}

	if (log) {
		newBelow.addEventListener('click', () => {
			toBottom();
			document.getElementById('text').focus();
		});
		log.addEventListener('scroll', () => {
			if (atBottom()) {
				below = 0;
				newBelow.hidden = true;
				read();
			}
		});
	}

	/* A conversation is read once somebody sees its newest message, unless the page chose it itself. */
	let chosen = body.dataset.pane === 'conversation';

	function read() {
		const open = body.dataset.open && document.getElementById('c-' + body.dataset.open);
		if (chosen && open && Number(open.dataset.unread) > 0 && log && log.offsetParent && atBottom() && document.hasFocus()) {
			open.dataset.unread = 0;
			fetch(document.getElementById('composer').dataset.url.replace(/messages$/, 'read'), { method: 'POST' }).catch(() => {});
		}
	}

	const conversation = document.getElementById('conversation');
	for (const event of ['pointerdown', 'focusin']) {
		conversation.addEventListener(event, () => {
			chosen = true;
			read();
		});
	}
	window.addEventListener('focus', read);

	/* The title tells of unread messages, and a sound if somebody wants it. */
	const sound = document.getElementById('sound');
	let unread = null;

	function stored(key) {
		try {
			return localStorage.getItem(key);
		}
		catch (ex) {
			return null;
		}
	}

	function setSound(on) {
		sound.setAttribute('aria-pressed', String(on));
		sound.textContent = on ? 'Sound on' : 'Sound off';
	}

	setSound(stored('desk.sound') === 'on');
	sound.addEventListener('click', () => {
		const on = sound.getAttribute('aria-pressed') !== 'true';
		setSound(on);
		try {
			localStorage.setItem('desk.sound', on ? 'on' : 'off');
		}
		catch (ex) {
			// the next page does not know of it
		}
		if (on) {
			ring();
		}
	});

	function ring() {
		const audio = new AudioContext();
		const tone = audio.createOscillator();
		const volume = audio.createGain();
		tone.frequency.value = 880;
		volume.gain.setValueAtTime(0.15, audio.currentTime);
		volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.4);
		tone.connect(volume).connect(audio.destination);
		tone.start();
		tone.stop(audio.currentTime + 0.4);
		tone.onended = () => audio.close();
	}

	function count() {
		const now = [...list.children].reduce((sum, element) => sum + Number(element.dataset.unread || 0), 0);
		document.title = (now > 0) ? `(${now}) Agent desk` : 'Agent desk';
		if (unread !== null && now > unread && sound.getAttribute('aria-pressed') === 'true') {
			ring();
		}
		unread = now;
		read();
	}

	count();
	body.addEventListener('htmx:afterSettle', count);

	/* An edit mostly begins at the end. */
	body.addEventListener('htmx:afterSettle', () => {
		const field = document.activeElement;
		if (field.id === 'edited-text' && !('begun' in field.dataset)) {
			field.dataset.begun = '';
			field.setSelectionRange(field.value.length, field.value.length);
		}
	});

	/* The stream of events, which all tabs share. */
	function refresh(...parts) {
		parts.forEach((part) => body.dispatchEvent(new CustomEvent('desk-' + part)));
	}

	function hear(message) {
		if (message.open) {
			document.documentElement.dataset.connected = 'true';
			document.getElementById('offline').replaceChildren();
			refresh('agents', 'trouble', 'list', 'conversation');
		}
		else if (message.open === false) {
			document.documentElement.dataset.connected = 'false';
			window.deskNotice('offline', 'The desk does not answer. What you see may be out of date until it does again.');
		}
		else if (message.changed === 'conversation-' + body.dataset.open) {
			refresh('conversation');
		}
		else if (!message.changed.startsWith('conversation-')) {
			refresh(message.changed);
		}
	}

	function listen() {
		const events = new EventSource(body.dataset.events);
		events.addEventListener('desk', () => hear({ open: true }));
		events.addEventListener('changed', (event) => hear({ changed: event.data }));
		events.onerror = () => {
			hear({ open: false });
			if (events.readyState === EventSource.CLOSED) {
				setTimeout(listen, 1000);
			}
		};
	}

	window.deskNotice = function (id, text) {
		const notice = document.createElement('div');
		const words = document.createElement('p');
		const close = document.createElement('button');
		notice.className = 'notice';
		words.textContent = text;
		close.type = 'button';
		close.className = 'quiet';
		close.dataset.dismiss = '';
		close.textContent = 'Close';
		notice.append(words, close);
		document.getElementById(id).replaceChildren(notice);
	};

	function connect() {
		if ('SharedWorker' in window) {
			const worker = new SharedWorker(body.dataset.worker);
			worker.port.onmessage = (event) => hear(event.data);
			window.addEventListener('pagehide', () => worker.port.postMessage('bye'));
			window.addEventListener('pageshow', (event) => event.persisted && location.reload());
		}
		else {
			listen();
		}
	}

	body.addEventListener('htmx:sendError', (event) => {
		if (event.detail.requestConfig.verb !== 'get') {
			window.deskNotice('notice', 'The desk does not answer. Once it does, look whether this was done before you try again.');
		}
	});

	/* Small screens show one part at a time. */
	function show(pane) {
		body.dataset.pane = pane;
		for (const button of document.querySelectorAll('[data-show]')) {
			button.setAttribute('aria-pressed', String(button.dataset.show === pane));
		}
		chosen = chosen || pane === 'conversation';
		read();
	}

	show(body.dataset.pane);

	document.addEventListener('click', (event) => {
		const button = event.target.closest('button');
		if (button && button.dataset.show) {
			show(button.dataset.show);
		}
		else if (button && 'dismiss' in button.dataset) {
			button.closest('.notice').remove();
		}
		for (const details of document.querySelectorAll('details.canned[open]')) {
			if (!details.contains(event.target)) {
				details.open = false;
			}
		}
	});

	document.addEventListener('keydown', (event) => {
		const form = event.target.closest('form');
		const cancel = form && form.querySelector('[data-cancel]');
		const menu = event.target.closest('details.canned[open]');
		if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target.matches('[data-enter-sends]')) {
			event.preventDefault();
			form.requestSubmit();
		}
		else if (event.key === 'Escape' && cancel) {
			cancel.click();
		}
		else if (event.key === 'Escape' && menu) {
			menu.open = false;
			menu.querySelector('summary').focus();
		}
	});

	/* Whoever saved or cancelled an edit goes on where they began it. */
	body.addEventListener('htmx:beforeSwap', (event) => {
		const message = event.detail.target.closest('.message');
		if (message && message.querySelector('form.editor')) {
			const next = message.id;
			setTimeout(() => {
				const edit = document.getElementById(next)?.querySelector('[id^="edit-"]');
				(edit || document.getElementById('text')).focus();
			});
		}
	});

	connect();
}());
