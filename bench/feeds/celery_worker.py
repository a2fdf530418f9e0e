"""The feed hub's task for Celery: the same feeds, fetched over connections that are kept, and parsed to the same summary.

celery -A celery_worker worker, with BROKER_URL and RESULT_URL in the environment.
"""

import os
from xml.etree import ElementTree

import requests
from celery import Celery

app = Celery("feeds", broker=os.environ["BROKER_URL"], backend=os.environ["RESULT_URL"])
# Celery's own advice for many short tasks that mostly wait: https://docs.celeryq.dev, "Prefetch Limits", "Optimizing".
app.conf.update(worker_prefetch_multiplier=4, broker_pool_limit=None, task_default_queue="celery")

session = requests.Session()
session.mount("http://", requests.adapters.HTTPAdapter(pool_connections=1, pool_maxsize=1000))


@app.task(name="feeds.fetch")
def fetch(url):
    response = session.get(url, timeout=30)
    response.raise_for_status()
    channel = ElementTree.fromstring(response.content).find("channel")
    items = [{child.tag: child.text for child in item} for item in channel.findall("item")]
    return {"title": channel.findtext("title"), "items": len(items), "bytes": len(response.content)}
