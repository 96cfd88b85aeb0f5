from events.admin import action_plans, gatherings, missions, testimony

__all__ = ["action_plans", "gatherings", "missions", "testimony"]
