"""The service desk's mapped classes: service requests, contact messages, articles and projections."""

from services.servicedesk.model.article import Article, ArticleRevision, ArticleText
from services.servicedesk.model.article_rating import ArticleRating
from services.servicedesk.model.article_words import ArticleSpelling, ArticleWord
from services.servicedesk.model.base import Base
from services.servicedesk.model.contact import ContactMessage
from services.servicedesk.model.guest_sighting import GuestSighting, UsedPass
from services.servicedesk.model.machine import Customer, Machine
from services.servicedesk.model.picture import Picture, PictureUse
from services.servicedesk.model.request import ServiceRequest
from services.servicedesk.model.timeline import Message, TimelineEntry
from services.servicedesk.model.transitions import OPEN, UNRESOLVED

__all__ = [
    "OPEN", "UNRESOLVED", "Article", "ArticleRating", "ArticleRevision", "ArticleSpelling", "ArticleText",
    "ArticleWord", "Base", "ContactMessage", "Customer", "GuestSighting", "Machine", "Message", "Picture",
    "PictureUse", "ServiceRequest", "TimelineEntry", "UsedPass",
]  # fmt: skip
