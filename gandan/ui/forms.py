"""How every form of the house is drawn: label, hint, error, input, after the GOV.UK pattern."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """`{{ form }}` is ui/form.html (error summary, then fields); `{{ field.as_field_group }}` is ui/field.html."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
