/* What the page does besides htmx. */
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
				window.deskEditor.gone(element);
			}
			else if (!ids.has(id) && !('local' in element.dataset)) {
				element.remove();
			}
		}
		let place = target.firstElementChild;
		for (const fresh of next) {
			const old = known.get(fresh.id);
			const editing = old && old.querySelector('form.editor');
			const stays = old && (old.dataset.version === fresh.dataset.version || editing);
			if (editing) {
				window.deskEditor.changed(old, fresh);
			}
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

	/* New messages are announced, and indicated until they have been in view. */
	const unseen = new Set();
	const nearly = 40;

	function visible(item) {
		const box = item.getBoundingClientRect();
		const frame = log.getBoundingClientRect();
		return frame.height > 0 && box.bottom - nearly < frame.bottom && box.bottom > frame.top;
	}

	function received() {
		return [...messages.querySelectorAll(':scope > .from-visitor')];
	}

	function look() {
		const items = received().filter((item) => unseen.has(item.id));
		const newest = items[items.length - 1];
		const seen = !newest || visible(newest);
		if (seen && (!newest || document.hasFocus())) {
			unseen.clear();
		}
		newBelow.textContent = (items.length === 1) ? 'One new message' : `${items.length} new messages`;
		newBelow.hidden = seen;
	}

	function news(added) {
		const received = added.filter((element) => element.classList.contains('from-visitor'));
		if (received.length > 0) {
			const last = received[received.length - 1];
			document.getElementById('newest').textContent =
				`${last.querySelector('.author').textContent}: ${last.querySelector('.text').textContent}`;
			received.forEach((element) => unseen.add(element.id));
		}
	}

	function toNewest() {
		const items = received().filter((item) => unseen.has(item.id));
		log.scrollTop = 0;
		if (items.length > 0 && !visible(items[items.length - 1])) {
			items[items.length - 1].scrollIntoView({ block: 'center' });
		}
		read();
	}

	if (log) {
		newBelow.addEventListener('click', () => {
			document.getElementById('text').focus();
			toNewest();
		});
		log.addEventListener('scroll', read);
		window.addEventListener('resize', read);
	}

	/* A conversation is read once somebody sees the visitor's newest message, unless the page chose it itself. */
	let chosen = body.dataset.pane === 'conversation';

	function read() {
		if (!log) {
			return;
		}
		look();
		const open = document.getElementById('c-' + body.dataset.open);
		const items = received();
		const newest = items[items.length - 1];
		if (chosen && open && Number(open.dataset.unread) > 0 && newest && unseen.size === 0 && visible(newest) && document.hasFocus()) {
			open.dataset.unread = 0;
			fetch(document.getElementById('composer').dataset.url.replace(/messages$/, 'read'),
				{ method: 'POST', body: new URLSearchParams({ until: newest.id.replace(/^m-/, '') }) }).catch(() => {});
		}
	}

	/* What was unread when the page came may be out of view, below which others were not sent. */
	if (log && Number(document.getElementById('c-' + body.dataset.open)?.dataset.unread) > 0) {
		received().slice(-1).forEach((item) => unseen.add(item.id));
	}

	const conversation = document.getElementById('conversation');
	for (const event of ['pointerdown', 'focusin']) {
		conversation.addEventListener(event, () => {
			chosen = true;
			read();
		});
	}
	window.addEventListener('focus', read);

	/* The title shows the number of unread messages, and a sound announces them if somebody wants it. */
	const sound = document.getElementById('sound');
	let unread = null;
	let audio;

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
			// Without storage, the next page does not know the choice
		}
		if (on) {
			audible().then((is) => is && tone());
		}
	});

	window.addEventListener('storage', () => setSound(stored('desk.sound') === 'on'));

	function wait(milliseconds) {
		return new Promise((done) => setTimeout(done, milliseconds));
	}

	/* A browser lets a page play sounds only once somebody has used the page. */
	async function audible() {
		audio ??= new AudioContext();
		return Promise.race([audio.resume().then(() => true), wait(500)]);
	}

	/* Only one of all tabs rings. */
	async function ring() {
		if (await audible()) {
			await navigator.locks.request('desk-sound', { ifAvailable: true }, (lock) => lock && (tone(), wait(1000)));
		}
	}

	function tone() {
		const oscillator = audio.createOscillator();
		const volume = audio.createGain();
		oscillator.frequency.value = 880;
		volume.gain.setValueAtTime(0.15, audio.currentTime);
		volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.4);
		oscillator.connect(volume).connect(audio.destination);
		oscillator.start();
		oscillator.stop(audio.currentTime + 0.4);
	}

	function count() {
		const before = unread;
		unread = new Map([...list.children].map((element) => [element.id, Number(element.dataset.unread || 0)]));
		const all = [...unread.values()].reduce((sum, number) => sum + number, 0);
		document.title = (all > 0) ? `(${all}) Agent desk` : 'Agent desk';
		const isNews = before && [...unread].some(([id, number]) => number > (before.get(id) ?? 0));
		if (isNews && sound.getAttribute('aria-pressed') === 'true') {
			ring();
		}
		read();
	}

	count();
	body.addEventListener('htmx:afterSettle', count);

	/*
	 * If an event replaces the element that the keyboard had focused, the focus moves to the same element in its new form. If
	 * that is gone because it was used, the focus moves to the message field. If it is gone by itself, it does not: the next
	 * key is not meant to send anything.
	 */
	const focusable = 'a[href], button, input, select, textarea, summary, [tabindex]';
	let used = null;
	let pressed = null;

	function places(element) {
		const found = [];
		for (let place = element.parentElement; place; place = place.parentElement) {
			if (place.id) {
				found.push(place.id);
			}
		}
		return found;
	}

	function alike(id, element) {
		const place = document.getElementById(id);
		return place ? [...place.querySelectorAll(focusable)].filter((other) => other.localName === element.localName) : [];
	}

	function counterpart() {
		if (used.element.isConnected) {
			return used.element;
		}
		if (used.element.id) {
			return document.getElementById(used.element.id);
		}
		return alike(used.places[0], used.element)[used.index];
	}

	/* What is left of where it was. */
	function surroundings() {
		const place = used.places.map((id) => document.getElementById(id)).find((element) => element && element.offsetParent);
		const inside = place && place.id === 'conversation' ? log : place;
		if (inside && !inside.matches(focusable)) {
			inside.tabIndex = -1;
		}
		return inside;
	}

	function goOn() {
		if (!used || document.activeElement !== body) {
			return;
		}
		const next = counterpart() || (pressed === used.element && document.getElementById('text')) || surroundings();
		if (next) {
			next.focus({ preventScroll: true });
		}
	}

	document.addEventListener('focusin', (event) => {
		const ids = places(event.target);
		used = event.target.matches(':focus-visible')
			? { element: event.target, places: ids, index: alike(ids[0], event.target).indexOf(event.target) } : null;
	});
	document.addEventListener('pointerdown', () => {
		used = null;
	}, true);
	document.addEventListener('click', (event) => {
		pressed = event.target.closest(focusable);
	}, true);
	body.addEventListener('htmx:afterSwap', goOn);
	body.addEventListener('htmx:afterSettle', goOn);

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
			window.deskNotice('offline', 'The desk does not respond. Until it does, what you see may be out of date.');
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
			window.deskNotice('notice', 'The desk does not respond. Once it does, check whether this was done before you try again.');
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
			goOn();
		}
		for (const details of document.querySelectorAll('details.canned[open]')) {
			if (!details.contains(event.target)) {
				details.open = false;
			}
		}
	});

	document.addEventListener('keydown', (event) => {
		if (window.deskComposing(event)) {
			return;
		}
		const form = event.target.closest('form');
		const cancel = form && form.querySelector('[data-cancel]');
		const menu = event.target.closest('details.canned[open]');
		if (event.key === 'Enter' && !event.shiftKey && event.target.matches('[data-enter-sends]')) {
			event.preventDefault();
			// a key that is held down was meant for what had the focus before
			if (!event.repeat) {
				form.requestSubmit();
			}
		}
		else if (event.key === 'Escape' && cancel) {
			cancel.click();
		}
		else if (event.key === 'Escape' && menu) {
			menu.open = false;
			menu.querySelector('summary').focus();
		}
	});

	/* What is under way cannot be changed, and says so. */
	function busy(element, is) {
		const editor = element.closest('form.editor');
		if (editor) {
			editor.querySelector('textarea').readOnly = is;
			editor.querySelector('[data-cancel]').disabled = is;
		}
		const button = editor ? editor.querySelector('[type=submit]') : element.closest('[data-busy]');
		if (button && 'busy' in button.dataset) {
			button.dataset.idle ??= button.textContent;
			button.textContent = is ? button.dataset.busy : button.dataset.idle;
			button.setAttribute('aria-disabled', String(is));
		}
	}

	body.addEventListener('htmx:beforeRequest', (event) => {
		if (event.detail.requestConfig.verb !== 'get') {
			busy(event.detail.elt, true);
		}
	});

	body.addEventListener('htmx:afterRequest', (event) => {
		if (event.detail.requestConfig.verb !== 'get') {
			if (event.detail.successful) {
				document.getElementById('notice').replaceChildren();
			}
			else {
				busy(event.detail.elt, false);
			}
		}
	});

	document.addEventListener('click', (event) => {
		if (event.target.closest('button[aria-disabled=true]')) {
			event.preventDefault();
			event.stopImmediatePropagation();
		}
	}, true);

	/* Whoever becomes somebody else does so in all tabs. */
	const tabs = ('BroadcastChannel' in window) ? new BroadcastChannel('desk-me') : null;

	function become() {
		const me = document.querySelector('#me [data-me]');
		const option = document.querySelector('#from option');
		if (me && option && option.value !== me.dataset.me) {
			option.value = me.dataset.me;
			option.textContent = 'As ' + me.dataset.name;
		}
	}

	if (tabs) {
		tabs.onmessage = () => refresh('agents');
		tabs.postMessage('loaded');
	}
	body.addEventListener('htmx:afterSettle', become);

	connect();
}());
